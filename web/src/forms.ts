/** Forms that are sent as JSON and answered in place. */
import { all, one, say, words } from "./lib/dom";
import { Refused, send } from "./lib/send";

function fields(form: HTMLFormElement): Record<string, string | boolean> {
  const told: Record<string, string | boolean> = {};
  for (const [name, value] of new FormData(form)) if (typeof value === "string" && value.trim()) told[name] = value.trim();
  for (const box of all<HTMLInputElement>("input[type=checkbox]", form)) told[box.name] = box.checked;
  return told;
}

async function submit(form: HTMLFormElement): Promise<void> {
  const sure = form.dataset["sure"];
  if (sure && !confirm(sure)) return;
  const state = one(".state", form);
  const show = (text: string): void => {
    if (state) state.textContent = text;
    say(text);
  };
  form.setAttribute("aria-busy", "true");
  try {
    const told = (await send(form.dataset["method"] ?? "POST", form.action, fields(form))) as { notes?: string[] } | null;
    show([form.dataset["done"], ...(told?.notes ?? [])].filter(Boolean).join(" "));
    if (form.dataset["then"]) location.assign(form.dataset["then"]);
  } catch (error) {
    show(error instanceof Refused ? error.message : words("js.request_failed"));
  } finally {
    form.removeAttribute("aria-busy");
  }
}

for (const form of all<HTMLFormElement>("form[data-send]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void submit(form);
  });
}
