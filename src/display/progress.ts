import { randomUUID } from "node:crypto";
import { notebookDisplay } from "./adapters/notebook.ts";
import { escapeMarkup } from "./escape.ts";
import type { MimeBundle } from "./mime.ts";

const BETWEEN_UPDATES_MS = 100;
const BAR_WIDTH = 30;

/**
 * A bar that fills up in place while work goes on: in a notebook as one output, in a plain script on
 * stderr, as one line that is written over in a terminal.
 *
 * @param total how many steps there are; 0 or more.
 * @param options.label what is being done, before the bar.
 *
 * @example
 * const bar = progress(3, { label: "Models" });
 * for (const model of ["a", "b", "c"]) bar.advance(1, model);
 */
export function progress(total: number, options: { readonly label?: string } = {}): Progress {
  return new Progress(total, options.label ?? "");
}

/** A progress bar, shown when it is made. */
export class Progress {
  readonly total: number;
  readonly label: string;
  readonly #id = randomUUID();
  readonly #begun = Date.now();
  #done = 0;
  #note = "";
  #drawn = Number.NEGATIVE_INFINITY;
  #isShown = false;

  /** @internal */
  constructor(total: number, label: string) {
    this.total = Math.max(0, total);
    this.label = label;
    this.#draw();
  }

  /** How many steps are done. */
  get done(): number {
    return this.#done;
  }

  /** Counts steps as done, one unless said otherwise; `note` stands behind the bar until the next one. */
  advance(steps = 1, note = ""): void {
    this.#done = Math.min(this.total, this.#done + steps);
    this.#note = note;
    if (this.#done === this.total || Date.now() - this.#drawn >= BETWEEN_UPDATES_MS) this.#draw();
  }

  /** Counts all steps as done. */
  finish(note = ""): void {
    this.advance(this.total - this.#done, note);
  }

  /** The bar as one line of text. */
  text(): string {
    const part = this.total === 0 ? 1 : this.#done / this.total;
    const filled = Math.round(part * BAR_WIDTH);
    const bar = "█".repeat(filled) + "░".repeat(BAR_WIDTH - filled);
    const percent = `${String(Math.floor(part * 100)).padStart(3)} %`;
    return [this.label, percent, bar, `${this.#done}/${this.total}`, this.#seconds(), this.#note]
      .filter((piece) => piece !== "")
      .join(" ");
  }

  #seconds(): string {
    return `${((Date.now() - this.#begun) / 1000).toFixed(1)} s`;
  }

  #draw(): void {
    this.#drawn = Date.now();
    const show = notebookDisplay();
    if (show === undefined) this.#print();
    else void show(this.#bundle(), { id: this.#id, update: this.#isShown });
    this.#isShown = true;
  }

  #bundle(): MimeBundle {
    const [label, note] = [escapeMarkup(this.label), escapeMarkup(this.#note)];
    const bar = `<progress max="${Math.max(1, this.total)}" value="${this.total === 0 ? 1 : this.#done}"></progress>`;
    const html = `<div>${label} ${bar} ${this.#done}/${this.total} · ${this.#seconds()} ${note}</div>`;
    return { data: { "text/html": html, "text/plain": this.text() }, metadata: {} };
  }

  // Without a terminal only the beginning and the end are worth a line.
  #print(): void {
    const isEnd = this.#done === this.total;
    if (process.stderr.isTTY) process.stderr.write(`\r\u001B[K${this.text()}${isEnd ? "\n" : ""}`);
    else if (isEnd || !this.#isShown) process.stderr.write(`${this.text()}\n`);
  }
}
