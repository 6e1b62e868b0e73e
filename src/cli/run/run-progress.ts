import { problemText } from "../../report/problem-text.ts";
import { cellName } from "../../run/cell-numbers.ts";
import type { RunEvent } from "../../run/events.ts";
import { visibleControls } from "../../util/text/visible-controls.ts";
import { durationText } from "./duration.ts";

/** The stream that progress is written to: a terminal, pipe or file. */
export type ProgressStream = {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly write: (text: string) => unknown;
};

/** The amount of progress shown: only problems if `quiet`, each step if `verbose`. */
export type ProgressDetail = { readonly quiet?: boolean; readonly verbose?: boolean };

/** A step of a running notebook, and when it began, in milliseconds. */
type Step = { readonly text: string; readonly began: number };

const ERASE_LINE = "\r\u001b[2K";
const TICK_MS = 1000;

/** Shows the progress of a run: a line for each finished notebook and, on a terminal, a changing line below. */
export class RunProgress {
  readonly #stream: ProgressStream;
  readonly #options: ProgressDetail;
  /** The current step of each running notebook. */
  readonly #running = new Map<string, Step>();
  readonly #began = performance.now();
  readonly #isLive: boolean;
  readonly #ticks: NodeJS.Timeout | undefined;
  #of = 0;
  #done = 0;

  constructor(stream: ProgressStream, options: ProgressDetail = {}) {
    this.#stream = stream;
    this.#options = options;
    this.#isLive = stream.isTTY === true && options.quiet !== true;
    if (this.#isLive) this.#ticks = setInterval(() => this.#live(), TICK_MS).unref();
  }

  /** Shows an event of the run. */
  show(event: RunEvent): void {
    const { quiet = false, verbose = false } = this.#options;
    switch (event.type) {
      case "notebook-started":
        this.#of = event.of;
        this.#step(event.label, "starting the kernel");
        if (verbose) this.#line(`${event.label}: starting the kernel`);
        break;
      case "notice":
        if (!quiet) this.#line(`${event.label}: ${event.text}`);
        break;
      case "server-starting":
        if (!quiet) this.#line(`waiting for the hub to start ${event.server}, ${event.seconds} s`);
        break;
      case "server-failed":
        this.#line(`the server ${event.server} is not used until it answers again (${event.reason})`);
        break;
      case "server-returned":
        if (!quiet) this.#line(`the server ${event.server} is used again`);
        break;
      case "cell-started":
        this.#step(event.label, placeOf(event, "/"));
        if (verbose) this.#line(`${event.label}: ${placeOf(event, " of ")} begins`);
        break;
      case "cell-finished": {
        const { number, heading, status, seconds } = event.cell;
        const where = heading === undefined ? "" : ` (${heading})`;
        if (verbose) this.#line(`${event.label}: ${cellName(number)}${where}: ${status} in ${seconds.toFixed(1)} s`);
        break;
      }
      case "silent":
        // Without a limit, nothing else would show why the run does not end.
        if (!quiet || event.limit === undefined) this.#line(silenceText(event));
        break;
      case "notebook-finished": {
        const { status, seconds, cached } = event.result;
        this.#running.delete(event.label);
        this.#done += 1;
        if (!quiet)
          this.#line(
            `[${this.#done}/${this.#of}] ${event.label}: ${status} in ${seconds.toFixed(1)} s${cached ? ", cached" : ""}`,
          );
        const problem = problemText(event.result);
        if (problem !== undefined) this.#line(problem);
        break;
      }
      case "output":
      case "run-finished":
        return;
    }
    this.#live();
  }

  /** Removes the changing line. */
  close(): void {
    clearInterval(this.#ticks);
    if (this.#running.size > 0 && this.#isLive) this.#stream.write(ERASE_LINE);
  }

  #step(label: string, text: string): void {
    this.#running.set(label, { text, began: performance.now() });
  }

  /** Writes a permanent line. */
  #line(text: string): void {
    this.#stream.write(`${this.#stream.isTTY ? ERASE_LINE : ""}${visibleControls(text)}\n`);
  }

  /** Shows the running notebooks in a line that the next one replaces; only on a terminal. */
  #live(): void {
    if (!this.#isLive) return;
    const { columns = 80 } = this.#stream;
    let text = this.#running.size === 0 ? "" : `[${this.#done + 1}/${this.#of}${elapsed(this.#began, ", ", "")}] `;
    let between = "";
    for (const [label, step] of this.#running) {
      // There may be a thousand running notebooks.
      if (text.length >= columns) break;
      text += `${between}${label}: ${step.text}${elapsed(step.began, " (", ")")}`;
      between = " · ";
    }
    this.#stream.write(`${ERASE_LINE}${visibleControls(text).slice(0, columns - 1)}`);
  }
}

function elapsed(began: number, before: string, after: string): string {
  const seconds = (performance.now() - began) / 1000;
  return seconds < 1 ? "" : `${before}${durationText(seconds)}${after}`;
}

function placeOf({ cell, of }: Extract<RunEvent, { type: "cell-started" }>, between: string): string {
  return cell.number === undefined ? cellName(undefined) : `${cellName(cell.number)}${between}${of}`;
}

function silenceText({ label, cell, seconds, state, limit, isRemote }: Extract<RunEvent, { type: "silent" }>): string {
  const time = durationText(seconds);
  const end = limit === undefined ? "; there is no time limit" : `; the limit is ${durationText(limit)}`;
  if (cell === undefined && isRemote) return `${label}: waiting for the server to start the kernel, ${time}${end}`;
  if (cell === undefined) return `${label}: the kernel has not answered for ${time}${end}`;
  if (state === "disconnected") {
    const away = "the connection to the server is lost; trying to reconnect";
    return `${label}: ${cellName(cell.number)} has printed nothing for ${time} (${away})${end}`;
  }
  const kernel =
    state === "idle" ? "the kernel reports that it is idle, and may have lost the cell" : `the kernel is ${state}`;
  return `${label}: ${cellName(cell.number)} has printed nothing for ${time} and is still running (${kernel})${end}`;
}
