/** Adding an article: a file that is dropped is sent as if it had been chosen, and progress is shown as it comes. */
import { all, one, say, words } from "./lib/dom";
import { Refused, send } from "./lib/send";

interface Added {
  article?: string;
  url?: string;
  articles?: { id: string; url?: string }[];
}

class Adding {
  private readonly file: HTMLInputElement | null;
  private readonly state: HTMLElement | null;

  constructor(private readonly form: HTMLFormElement) {
    this.file = one<HTMLInputElement>("input[type=file]", form);
    this.state = one("#add-state");
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.submit();
    });
    const zone = one(".drop", form);
    for (const name of ["dragover", "dragleave", "drop"]) zone?.addEventListener(name, (event) => this.drag(event as DragEvent, zone));
  }

  private drag(event: DragEvent, zone: HTMLElement): void {
    event.preventDefault();
    zone.classList.toggle("over", event.type === "dragover");
    if (event.type === "drop" && this.file && event.dataTransfer?.files.length) {
      this.file.files = event.dataTransfer.files;
      void this.submit();
    }
  }

  private async submit(): Promise<void> {
    if (!one<HTMLTextAreaElement>("textarea", this.form)?.value.trim() && !this.file?.files?.length) {
      this.show(words("js.nothing_to_add"));
      return;
    }
    const begun = performance.now();
    this.form.setAttribute("aria-busy", "true");
    this.show(words("js.coding"));
    try {
      const added = (await send("POST", this.form.action, new FormData(this.form))) as Added;
      this.show(words("js.coded", { seconds: ((performance.now() - begun) / 1000).toFixed(1) }));
      const url = added.url ?? added.articles?.[0]?.url;
      if (url) location.assign(url);
    } catch (error) {
      this.show(error instanceof Refused ? error.message : words("js.request_failed"));
    } finally {
      this.form.removeAttribute("aria-busy");
    }
  }

  private show(text: string): void {
    if (this.state) this.state.textContent = text;
    say(text);
  }
}

all<HTMLFormElement>("form[data-island=add]").forEach((form) => new Adding(form));
