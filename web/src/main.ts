/** On every page: the theme, the keys, the help, and htmx for the parts that are replaced in place. */
import htmx from "htmx.org";
import { all, one, reveal, say, typing, words } from "./lib/dom";

htmx.config.allowEval = false;
htmx.config.includeIndicatorStyles = false;
htmx.config.selfRequestsOnly = true;
htmx.config.historyCacheSize = 0;

document.addEventListener("htmx:configRequest", (event) => {
  const headers = (event as CustomEvent<{ headers: Record<string, string> }>).detail.headers;
  headers["X-CSRF-Token"] = one<HTMLMetaElement>('meta[name="csrf-token"]')?.content ?? "";
});
document.addEventListener("htmx:responseError", () => say(words("js.request_failed")));
document.addEventListener("htmx:afterSwap", () => selectRow(-1));

// --- the theme ---------------------------------------------------------------------------------------------------

const themes = ["system", "light", "dark"] as const;

function setTheme(theme: string): void {
  if (theme === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = theme;
  try {
    localStorage.setItem("theme", theme);
  } catch {
    // A browser that keeps nothing still shows what was chosen.
  }
  const button = one("#theme");
  button?.setAttribute("aria-label", words("js.theme_now", { theme: words(`js.theme_${theme}`) }));
  button?.setAttribute("data-now", theme);
  document.dispatchEvent(new Event("themechange"));
}

function nextTheme(): void {
  const now = document.documentElement.dataset["theme"] ?? "system";
  const next = themes[(themes.indexOf(now as (typeof themes)[number]) + 1) % themes.length] ?? "system";
  setTheme(next);
  say(words("js.theme_now", { theme: words(`js.theme_${next}`) }));
}

one("#theme")?.addEventListener("click", nextTheme);

// --- rows that can be walked with j and k ---------------------------------------------------------------------------

let row = -1;

function rows(): HTMLElement[] {
  return all("[data-row]").filter((each) => each.offsetParent !== null);
}

function selectRow(next: number): void {
  for (const each of all("[data-row].at")) each.classList.remove("at");
  const found = rows();
  row = Math.max(-1, Math.min(next, found.length - 1));
  const chosen = found[row];
  if (!chosen) return;
  chosen.classList.add("at");
  reveal(chosen, "nearest");
  (one<HTMLElement>("a[href]", chosen) ?? chosen).focus({ preventScroll: true });
}

// --- keys -----------------------------------------------------------------------------------------------------------

const help = one<HTMLDialogElement>("#help");
let leader = -Infinity;

function goTo(key: string): boolean {
  const link = all<HTMLAnchorElement>("a[data-go]").find((each) => each.dataset["go"] === key);
  if (link) location.assign(link.href);
  return Boolean(link);
}

function toggleHelp(): void {
  if (help?.open) help.close();
  else help?.showModal();
}

const actions: Record<string, () => void> = {
  "?": toggleHelp,
  "/": () => {
    const box = one<HTMLInputElement>("main input[type=search]") ?? one<HTMLInputElement>("#find");
    box?.focus();
    box?.select();
  },
  d: nextTheme,
};

// The article walks its own entries with the same keys.
if (!one("[data-island=article]")) {
  actions["j"] = () => selectRow(row + 1);
  actions["k"] = () => selectRow(row - 1);
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (typing(event)) {
    if (event.key === "Escape") (event.target as HTMLElement).blur();
    return;
  }
  if (event.timeStamp - leader < 1500) {
    leader = -Infinity;
    if (goTo(event.key)) event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  if (event.key === "g") {
    leader = event.timeStamp;
    event.preventDefault();
    return;
  }
  const action = actions[event.key];
  if (action && !(help?.open && event.key !== "?")) {
    event.preventDefault();
    action();
  }
});

one("#help-button")?.addEventListener("click", toggleHelp);
help?.addEventListener("click", (event) => {
  if (event.target === help) help.close();
});

for (const form of all<HTMLFormElement>("form[data-auto]")) {
  form.addEventListener("change", () => form.requestSubmit());
}

setTheme(document.documentElement.dataset["theme"] ?? "system");
document.documentElement.dataset["ready"] = "";
