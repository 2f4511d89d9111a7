/** An article: marks and cards that point at one another, what hides them, and judgements at one key each. */
import { all, one, reveal, say, typing, words } from "./lib/dom";
import { Refused, send } from "./lib/send";

type Verdict = "accept" | "reject" | "edit" | "undo";

interface Told {
  verdict: "accepted" | "corrected" | "rejected" | null;
  by: string[];
}

class ArticleView {
  private readonly cards: HTMLElement[];
  private readonly byId = new Map<string, HTMLElement>();
  private readonly marks: HTMLElement[];
  private current: HTMLElement | null = null;
  private readonly tip = one("#tip");

  constructor(private readonly root: HTMLElement) {
    this.cards = all(".card[data-id]", root);
    this.marks = all(".mark[data-ids]", root);
    for (const card of this.cards) this.byId.set(card.dataset["id"] ?? "", card);
    this.listen();
    this.filter();
    this.fromHash();
  }

  private listen(): void {
    const text = one("#text", this.root);
    text?.addEventListener("click", (event) => this.clickText(event));
    text?.addEventListener("pointerover", (event) => this.hover(event));
    text?.addEventListener("pointerleave", () => this.hideTip());
    for (const card of this.cards) {
      one("button.head", card)?.addEventListener("click", () => this.choose(card, true));
      card.addEventListener("focusin", () => this.light(card));
      for (const button of all<HTMLButtonElement>("button[data-judge]", card)) {
        button.addEventListener("click", () => void this.judge(card, button.dataset["judge"] as Verdict));
      }
      const form = one<HTMLFormElement>("form.edit", card);
      form?.addEventListener("submit", (event) => {
        event.preventDefault();
        void this.saveEdit(card, form);
      });
      one("button[data-cancel]", card)?.addEventListener("click", () => this.closeEdit(card));
    }
    for (const control of all("[data-filter]", this.root)) control.addEventListener("input", () => this.filter());
    one("#accept-visible")?.addEventListener("click", () => void this.acceptVisible());
    document.addEventListener("keydown", (event) => this.key(event));
    window.addEventListener("hashchange", () => this.fromHash());
  }

  // --- which entry is meant ---------------------------------------------------------------------------------------

  private idsOf(mark: HTMLElement): string[] {
    return (mark.dataset["ids"] ?? "").split(" ").filter(Boolean);
  }

  private visible(): HTMLElement[] {
    return this.cards.filter((card) => !card.hidden);
  }

  /** Mark one entry in the text and beside it. */
  private light(card: HTMLElement): void {
    if (this.current !== card) this.current?.classList.remove("on");
    this.current = card;
    card.classList.add("on");
    const id = card.dataset["id"] ?? "";
    for (const mark of this.marks) mark.classList.toggle("on", this.idsOf(mark).includes(id));
  }

  private choose(card: HTMLElement, toText: boolean): void {
    card.closest("details")?.setAttribute("open", "");
    this.light(card);
    history.replaceState(null, "", `#${card.id}`);
    const mark = one(".mark.on", this.root);
    if (toText && mark) reveal(mark);
    else reveal(card, "nearest");
  }

  /** Of the entries under a click the one that is shortest in the text; the next of them on a further click. */
  private clickText(event: Event): void {
    const mark = (event.target as Element).closest<HTMLElement>(".mark[data-ids]");
    if (!mark || String(getSelection())) return;
    const cards = this.under(mark);
    const at = this.current ? cards.indexOf(this.current) : -1;
    const next = cards[(at + 1) % Math.max(cards.length, 1)];
    if (!next) return;
    this.choose(next, false);
    one<HTMLElement>("button.head", next)?.focus({ preventScroll: true });
  }

  private under(mark: HTMLElement): HTMLElement[] {
    const found = this.idsOf(mark).map((id) => this.byId.get(id));
    const shown = found.filter((card): card is HTMLElement => card !== undefined && !card.hidden);
    const rank = (card: HTMLElement): number => kinds.indexOf(card.dataset["kind"] ?? "");
    return shown.sort((a, b) => rank(a) - rank(b));
  }

  private fromHash(): void {
    const card = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (card?.matches(".card[data-id]")) this.choose(card, true);
  }

  // --- what a pointer over the text is told -----------------------------------------------------------------------

  private hover(event: Event): void {
    const mark = (event.target as Element).closest<HTMLElement>(".mark[data-ids]");
    const cards = mark ? this.under(mark) : [];
    if (!this.tip || !mark || cards.length === 0) {
      this.hideTip();
      return;
    }
    this.tip.replaceChildren(...cards.map(tipOf));
    this.tip.hidden = false;
    const box = (mark.getClientRects()[0] ?? mark.getBoundingClientRect()) as DOMRect;
    const width = this.tip.offsetWidth;
    const left = Math.max(8, Math.min(box.left, document.documentElement.clientWidth - width - 8));
    const under = box.bottom + 6;
    const above = box.top - this.tip.offsetHeight - 6;
    const top = under + this.tip.offsetHeight < innerHeight || above < 0 ? under : above;
    this.tip.style.left = `${left + scrollX}px`;
    this.tip.style.top = `${top + scrollY}px`;
  }

  private hideTip(): void {
    if (this.tip) this.tip.hidden = true;
  }

  // --- filters ----------------------------------------------------------------------------------------------------

  private filter(): void {
    const checked = all<HTMLInputElement>("input[data-filter=kind]", this.root);
    const kindsShown = new Set(checked.filter((box) => box.checked).map((box) => box.value));
    const slider = one<HTMLInputElement>("input[data-filter=confidence]", this.root);
    const least = Number(slider?.value ?? 0) / 100;
    const open = one<HTMLInputElement>("input[data-filter=open]", this.root)?.checked ?? false;
    const output = one<HTMLOutputElement>("output[for=confidence]", this.root);
    if (output) output.value = least.toFixed(2);
    for (const card of this.cards) {
      const sure = Number(card.dataset["confidence"] ?? 1) >= least;
      const judged = open && Boolean(card.dataset["verdict"]);
      card.hidden = !kindsShown.has(card.dataset["kind"] ?? "") || !sure || judged;
    }
    for (const mark of this.marks) this.paint(mark);
    for (const group of all("details.group", this.root)) {
      const left = all(".card", group).filter((card) => !card.hidden).length;
      group.hidden = left === 0;
      const count = one(".count", group);
      if (count) count.textContent = String(left);
    }
    const shown = one("#shown");
    if (shown) shown.textContent = words("js.shown", { n: this.visible().length, all: this.cards.length });
  }

  private paint(mark: HTMLElement): void {
    const shown = this.under(mark);
    for (const kind of kinds) mark.classList.toggle(kind, shown.some((card) => card.dataset["kind"] === kind));
    mark.classList.toggle("rejected", shown.length > 0 && shown.every((card) => card.dataset["verdict"] === "rejected"));
  }

  // --- judgements -------------------------------------------------------------------------------------------------

  private async judge(card: HTMLElement, verdict: Verdict): Promise<void> {
    if (verdict === "edit") {
      this.openEdit(card);
      return;
    }
    await this.tell(card, verdict, {});
  }

  private async tell(card: HTMLElement, verdict: Verdict, changes: Record<string, unknown>): Promise<boolean> {
    const url = this.root.dataset["judgements"];
    if (!url) return false;
    const article = this.root.dataset["article"];
    try {
      const body = { article, entry: card.dataset["id"], verdict, changes };
      this.show(card, (await send("POST", url, body)) as Told);
      say(words(`js.done_${verdict}`, { entry: one(".head", card)?.textContent?.trim() ?? "" }));
      return true;
    } catch (error) {
      say(error instanceof Refused ? error.message : words("js.request_failed"));
      return false;
    }
  }

  private show(card: HTMLElement, told: Told): void {
    if (told.verdict) card.dataset["verdict"] = told.verdict;
    else delete card.dataset["verdict"];
    const state = one(".verdict", card);
    const verdict = told.verdict ? [words(`js.verdict_${told.verdict}`), told.by.join(", ")] : [];
    if (state) state.textContent = verdict.filter(Boolean).join(" · ");
    const id = card.dataset["id"] ?? "";
    for (const mark of this.marks) if (this.idsOf(mark).includes(id)) this.paint(mark);
  }

  private async acceptVisible(): Promise<void> {
    const open = this.visible().filter((card) => !card.dataset["verdict"] && one("button[data-judge=accept]", card));
    let done = 0;
    for (const card of open) if (await this.tell(card, "accept", {})) done += 1;
    say(words("js.accepted", { n: done }));
  }

  private openEdit(card: HTMLElement): void {
    const form = one<HTMLFormElement>("form.edit", card);
    if (!form) {
      say(words("js.no_edit"));
      return;
    }
    form.hidden = false;
    one<HTMLElement>("select, input", form)?.focus();
  }

  private closeEdit(card: HTMLElement): void {
    const form = one<HTMLFormElement>("form.edit", card);
    if (form) form.hidden = true;
    one<HTMLElement>("button.head", card)?.focus();
  }

  private async saveEdit(card: HTMLElement, form: HTMLFormElement): Promise<void> {
    const changes: Record<string, string | null> = {};
    for (const field of all<HTMLInputElement | HTMLSelectElement>("[name]", form)) {
      // An empty list is a list; any other empty field is one that has no value.
      const empty = field.value === "" && field.dataset["list"] === undefined;
      if (field.value !== field.dataset["was"]) changes[field.name] = empty ? null : field.value;
    }
    if (Object.keys(changes).length === 0) {
      say(words("js.no_change"));
    } else if (await this.tell(card, "edit", changes)) {
      for (const field of all<HTMLInputElement>("[name]", form)) field.dataset["was"] = field.value;
      this.closeEdit(card);
    }
  }

  // --- keys -------------------------------------------------------------------------------------------------------

  private key(event: KeyboardEvent): void {
    if (event.key === "Escape") this.escape();
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || typing(event)) return;
    if (one<HTMLDialogElement>("#help")?.open) return;
    const verdict = ({ a: "accept", x: "reject", e: "edit", u: "undo" } as const)[event.key];
    if (verdict && this.current && !this.current.hidden) {
      event.preventDefault();
      void this.judge(this.current, verdict);
    } else if (event.key === "j" || event.key === "k") {
      event.preventDefault();
      this.step(event.key === "j" ? 1 : -1);
    } else if (event.key === "A") {
      void this.acceptVisible();
    }
  }

  private escape(): void {
    this.hideTip();
    const open = all("form.edit", this.root).find((form) => !form.hidden);
    const card = open?.closest<HTMLElement>(".card");
    if (card) this.closeEdit(card);
  }

  private step(by: number): void {
    const cards = this.visible();
    const at = this.current ? cards.indexOf(this.current) : -1;
    const next = cards[at < 0 ? (by > 0 ? 0 : cards.length - 1) : Math.max(0, Math.min(at + by, cards.length - 1))];
    if (!next) return;
    this.choose(next, true);
    one<HTMLElement>("button.head", next)?.focus({ preventScroll: true });
    reveal(next, "nearest");
  }
}

// The most particular kind first: of what lies under a click, it is meant first.
const kinds = ["event", "actor", "time", "place", "document", "meeting", "position", "statement"];

function tipOf(card: HTMLElement): HTMLElement {
  const box = document.createElement("div");
  box.className = `tip-entry ${card.dataset["kind"] ?? ""}`;
  const head = document.createElement("strong");
  head.textContent = one("button.head", card)?.textContent?.trim() ?? "";
  box.append(head);
  for (const part of [".facts", ".chain", ".why"]) {
    const told = one(part, card)?.textContent?.replace(/\s+/g, " ").trim();
    if (!told) continue;
    const line = document.createElement("span");
    line.textContent = told;
    box.append(line);
  }
  return box;
}

for (const root of all("[data-island=article]")) new ArticleView(root);
