import { problemOf } from "../report/problem.ts";
import { cellName } from "../run/cell-numbers.ts";
import type { RunEvent } from "../run/results.ts";

/** The stream that progress is written to: a terminal, pipe or file. */
export type ProgressStream = {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly write: (text: string) => unknown;
};

/** How much is said: `quiet` only what is wrong, `verbose` each step. */
export type ProgressOptions = { readonly quiet?: boolean; readonly verbose?: boolean };

const ERASE_LINE = "\r\u001b[2K";

/** Shows a run as it goes: a line for each notebook that is done, and on a terminal one that changes below. */
export class RunProgress {
  readonly #stream: ProgressStream;
  readonly #options: ProgressOptions;
  /** The current step of each running notebook. */
  readonly #running = new Map<string, string>();
  #of = 0;
  #done = 0;

  constructor(stream: ProgressStream, options: ProgressOptions = {}) {
    this.#stream = stream;
    this.#options = options;
  }

  /** Takes in an event of the run. */
  show(event: RunEvent): void {
    const { quiet = false, verbose = false } = this.#options;
    const { label } = event;
    switch (event.type) {
      case "notebook-started":
        this.#of = event.of;
        this.#running.set(label, "starting the kernel");
        if (verbose) this.#line(`${label}: starting the kernel`);
        break;
      case "notice":
        if (!quiet) this.#line(`${label}: ${event.text}`);
        break;
      case "cell-started":
        this.#running.set(label, placeOf(event, "/"));
        if (verbose) this.#line(`${label}: ${placeOf(event, " of ")} begins`);
        break;
      case "cell-finished": {
        const { number, heading, status, seconds } = event.cell;
        const where = heading === undefined ? "" : ` (${heading})`;
        if (verbose) this.#line(`${label}: ${cellName(number)}${where}: ${status} in ${seconds.toFixed(1)} s`);
        break;
      }
      case "notebook-finished": {
        const { status, seconds, cached } = event.result;
        this.#running.delete(label);
        this.#done += 1;
        if (!quiet)
          this.#line(
            `[${this.#done}/${this.#of}] ${label}: ${status} in ${seconds.toFixed(1)} s${cached ? ", cached" : ""}`,
          );
        const problem = problemOf(event.result);
        if (problem !== undefined) this.#line(problem);
        break;
      }
      case "output":
        return;
    }
    this.#live();
  }

  /** A line that stays. */
  #line(text: string): void {
    this.#stream.write(`${this.#stream.isTTY ? ERASE_LINE : ""}${text}\n`);
  }

  /** The running notebooks, in a line that the next one replaces; only on a terminal. */
  #live(): void {
    const { isTTY, columns = 80 } = this.#stream;
    if (!isTTY || this.#options.quiet) return;
    const running = Array.from(this.#running, ([label, at]) => `${label}: ${at}`).join(" · ");
    const text = running === "" ? "" : `[${this.#done + 1}/${this.#of}] ${running}`;
    this.#stream.write(`${ERASE_LINE}${text.slice(0, columns - 1)}`);
  }
}

function placeOf({ cell, of }: Extract<RunEvent, { type: "cell-started" }>, between: string): string {
  return cell.number === undefined ? "injected parameters" : `cell ${cell.number}${between}${of}`;
}
