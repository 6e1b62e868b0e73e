import { problemOf } from "../report/problem.ts";
import type { RunEvent } from "../run/results.ts";

/** Where progress is shown; a terminal, or a pipe or file. */
export type ProgressStream = {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly write: (text: string) => unknown;
};

const ERASE_LINE = "\r\u001b[2K";

/** Shows a run as it goes: on a terminal in one line that changes, elsewhere in a short line for each cell. */
export class RunProgress {
  readonly #stream: ProgressStream;
  #notebook = "";

  constructor(stream: ProgressStream) {
    this.#stream = stream;
  }

  /** Takes in an event of the run. */
  show(event: RunEvent): void {
    switch (event.type) {
      case "notebook-started":
        this.#notebook = `[${event.number}/${event.of}] ${event.label}`;
        this.#live(`${this.#notebook}: starting the kernel`);
        break;
      case "notice":
        this.#line(`${event.label}: ${event.text}`);
        break;
      case "cell-started":
        this.#live(`${this.#notebook}: cell ${event.cell.index + 1}/${event.of}`);
        break;
      case "notebook-finished": {
        const { label, status, seconds } = event.result;
        this.#line(`${this.#notebook || label}: ${status} in ${seconds.toFixed(1)} s`);
        const problem = problemOf(event.result);
        if (problem !== undefined) this.#line(problem);
        break;
      }
      default:
    }
  }

  /** A line that stays. */
  #line(text: string): void {
    this.#stream.write(`${this.#stream.isTTY ? ERASE_LINE : ""}${text}\n`);
  }

  /** A line that the next one replaces, where that is possible. */
  #live(text: string): void {
    const { isTTY, columns = 80 } = this.#stream;
    this.#stream.write(isTTY ? `${ERASE_LINE}${text.slice(0, columns - 1)}` : `${text}\n`);
  }
}
