/** Small helpers over the document. */

export function all<T extends Element = HTMLElement>(selector: string, within: ParentNode = document): T[] {
  return [...within.querySelectorAll<T>(selector)];
}

export function one<T extends Element = HTMLElement>(selector: string, within: ParentNode = document): T | null {
  return within.querySelector<T>(selector);
}

/** The JSON that the server put into an element of its own beside the island. */
export function data<T>(island: Element): T | null {
  const text = one<HTMLScriptElement>('script[type="application/json"]', island)?.textContent;
  return text ? (JSON.parse(text) as T) : null;
}

/** What the server says in the page's language; the catalogue travels in the body's data. */
export function words(key: string, values: Record<string, string | number> = {}): string {
  const text = (strings()[key] ?? key) as string;
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

let known: Record<string, string> | undefined;

function strings(): Record<string, string> {
  known ??= JSON.parse(one('script[type="application/json"]#strings')?.textContent || "{}") as Record<string, string>;
  return known;
}

/** Say something to those who see and to those who listen. */
export function say(text: string): void {
  const live = one("#live");
  if (!live) return;
  live.textContent = text;
  live.classList.add("shown");
  window.clearTimeout(Number(live.dataset["timer"]));
  live.dataset["timer"] = String(window.setTimeout(() => live.classList.remove("shown"), 4000));
}

export function calm(): boolean {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

export function reveal(target: Element, block: ScrollLogicalPosition = "center"): void {
  target.scrollIntoView({ behavior: calm() ? "auto" : "smooth", block });
}

/** Whether a key belongs to what is being typed into. */
export function typing(event: KeyboardEvent): boolean {
  const at = event.target as HTMLElement;
  return at.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName);
}

/** A colour of the style sheet as it is now, for what is drawn on a canvas. */
export function colour(name: string): string {
  const probe = document.createElement("span");
  probe.hidden = true;
  probe.style.color = `var(${name})`;
  document.body.append(probe);
  const found = getComputedStyle(probe).color;
  probe.remove();
  return found;
}

export function onTheme(redraw: () => void): void {
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
  document.addEventListener("themechange", redraw);
}
