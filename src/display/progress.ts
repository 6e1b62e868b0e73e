import { randomUUID } from "node:crypto";
import { TsnbError } from "../util/error.ts";
import { notebookDisplay } from "./adapters/notebook.ts";
import { escapeMarkup } from "./escape.ts";
import type { MimeBundle } from "./mime/mime.ts";

const BETWEEN_UPDATES_MS = 100;
const BAR_WIDTH = 30;

/** An invalid number of steps. */
export class ProgressError extends TsnbError {
  override readonly name = "ProgressError";

  constructor(got: unknown) {
    const fix = "Give the number of steps, 0 or more, or the list to iterate over";
    super({ doing: "Drawing a progress bar", got: `got ${String(got)} for its steps`, fix });
  }
}

/** The options of a progress bar. */
export type ProgressOptions = {
  /** The words before the bar; none by default. */
  readonly label?: string;
};

/**
 * A bar that fills up in place as work proceeds: one output in a notebook, and in a plain script one line on stderr,
 * which a terminal overwrites. A full bar shows no time, so that a notebook stays the same when it runs again.
 *
 * @param steps the number of steps, 0 or more, which the bar's `advance` counts; or a list to iterate over, whose items
 *   are counted automatically.
 * @param options.label the words before the bar; none by default.
 * @throws {ProgressError} when `steps` is neither.
 *
 * @example
 * for (const model of progress(["resnet18", "levit_128"], { label: "Models" })) console.log(model.length);
 * const bar = progress(3);
 * bar.advance(1, "the first of three");
 */
export function progress(steps: number, options?: ProgressOptions): Progress;
export function progress<Item>(steps: readonly Item[], options?: ProgressOptions): Iterable<Item>;
export function progress<Item>(
  steps: number | readonly Item[],
  { label = "" }: ProgressOptions = {},
): Progress | Iterable<Item> {
  if (typeof steps === "number") return new Progress(steps, label);
  if (!Array.isArray(steps)) throw new ProgressError(steps);
  return each(steps, label);
}

function* each<Item>(items: readonly Item[], label: string): Iterable<Item> {
  const bar = new Progress(items.length, label);
  for (const item of items) {
    yield item;
    bar.advance();
  }
}

/**
 * A progress bar, shown when it is made.
 *
 * @example
 * const bar: Progress = progress(3, { label: "Models" });
 * bar.advance(2);
 */
export class Progress {
  /** The number of steps, 0 or more. */
  readonly total: number;
  /** The words before the bar; "" without any. */
  readonly label: string;
  readonly #id = randomUUID();
  readonly #begun = Date.now();
  #done = 0;
  #note = "";
  #drawn = Number.NEGATIVE_INFINITY;
  #isShown = false;

  /** @internal */
  constructor(total: number, label: string) {
    if (!(total >= 0)) throw new ProgressError(total);
    this.total = total;
    this.label = label;
    this.#draw();
  }

  /** The number of steps done. */
  get done(): number {
    return this.#done;
  }

  /** Counts `steps` more steps as done; default 1. `note` is shown after the bar until the next call. */
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
    if (this.#done === this.total) return "";
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
    const about = [`${this.#done}/${this.total}`, this.#seconds(), note].filter((piece) => piece !== "").join(" · ");
    const html = `<div>${label} ${bar} ${about}</div>`;
    return { data: { "text/html": html, "text/plain": this.text() }, metadata: {} };
  }

  // Without a terminal, only the beginning and the end are printed.
  #print(): void {
    const isEnd = this.#done === this.total;
    if (process.stderr.isTTY) process.stderr.write(`\r\u001B[K${this.text()}${isEnd ? "\n" : ""}`);
    else if (isEnd || !this.#isShown) process.stderr.write(`${this.text()}\n`);
  }
}
