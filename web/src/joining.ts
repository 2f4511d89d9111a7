/**
 * Two rows that tell one event are put together, and what was joined wrongly is taken apart: by buttons, or with the keys
 * m (mark a row, then merge another into it), s (split) and u (take the last of these back).
 */
import { all, one, say, typing, words } from "./lib/dom";
import { Refused, send } from "./lib/send";

const TOLD = "/api/v1/judgements";
const KEPT = "joined-here"; // what was judged in this tab, so that it can be taken back after the page is made anew
let picked: HTMLElement | null = null;

function done(): string[] {
  return JSON.parse(sessionStorage.getItem(KEPT) ?? "[]") as string[];
}

function pick(row: HTMLElement | null): void {
  picked?.classList.remove("picked");
  for (const button of all("[data-join=merge]")) button.textContent = words(row ? "js.merge_with" : "js.merge");
  picked = row;
  row?.classList.add("picked");
  const button = row && one("[data-join=merge]", row);
  if (button) button.textContent = words("js.merge_cancel");
  if (row) say(words("js.picked"));
}

/** Keep a judgement, and make the page anew: groups change more than the row. */
async function tell(url: string, body: unknown, spoken: string): Promise<boolean> {
  try {
    const told = (await send("POST", url, body)) as { judgement: { id: string; kind: string } };
    const before = done();
    const now = told.judgement.kind === "undo" ? before.slice(0, -1) : [...before, told.judgement.id];
    sessionStorage.setItem(KEPT, JSON.stringify(now));
    sessionStorage.setItem("say-next", words(spoken));
    location.reload();
    return true;
  } catch (error) {
    say(error instanceof Refused ? error.message : words("js.request_failed"));
    return false;
  }
}

function merge(row: HTMLElement): void {
  if (!picked || picked === row) {
    pick(picked === row ? null : row);
    return;
  }
  const [entry, other] = [picked.dataset["entry"], row.dataset["entry"]];
  pick(null);
  void tell(TOLD, { entry, other, verdict: "merge" }, "js.merged");
}

function split(row: HTMLElement, other: string | undefined): void {
  if (other) void tell(TOLD, { entry: row.dataset["entry"], other, verdict: "split" }, "js.split");
}

function splitByKey(row: HTMLElement): void {
  const buttons = all<HTMLButtonElement>("[data-join=split]", row);
  const details = buttons[0]?.closest("details");
  if (buttons.length === 1) split(row, buttons[0]?.dataset["other"]);
  else if (details) {
    details.open = true;
    buttons[0]?.focus();
  } else say(words("js.nothing_to_split"));
}

function undo(): void {
  const last = done().at(-1);
  if (last) void tell(`${TOLD}/${encodeURIComponent(last)}/undo`, undefined, "js.taken_back");
  else say(words("js.nothing_to_undo"));
}

function here(): HTMLElement | null {
  return one("[data-row].at[data-entry]") ?? document.activeElement?.closest<HTMLElement>("[data-row][data-entry]") ?? null;
}

document.addEventListener("click", (event) => {
  const button = (event.target as Element).closest<HTMLButtonElement>("button[data-join]");
  const row = button?.closest<HTMLElement>("[data-entry]");
  if (!button || !row) return;
  if (button.dataset["join"] === "merge") merge(row);
  else split(row, button.dataset["other"]);
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || typing(event)) return;
  if (one<HTMLDialogElement>("#help")?.open) return;
  const row = here();
  if (event.key === "Escape") pick(null);
  else if (event.key === "m" && row) merge(row);
  else if (event.key === "s" && row) splitByKey(row);
  else if (event.key === "u") undo();
});

const left = sessionStorage.getItem("say-next");
if (left) {
  sessionStorage.removeItem("say-next");
  say(left);
}
