import { setImmediate, setTimeout } from "node:timers";
import { Readable } from "node:stream";
import { inspect } from "node:util";
import { END_OF_INPUT } from "./ask-for-input.ts";
import type { Readlines } from "./readlines.ts";

// The time that a reader has to process a line and remove its listeners.
const TAKING_IN_MS = 50;

export type CellInputEvents = {
  readonly readlines: Readlines;
  /** Asks for a line for the stream's readers; the answer goes to `answer`. */
  readonly onWanted: (input: CellInput) => void;
  /** Called when no reader wants a line any more. */
  readonly onRest: () => void;
};

/**
 * The cells' `process.stdin`, which asks the user for each line that a reader wants. Streams read ahead, so
 * listeners, not reads, show whether a line is wanted.
 */
export class CellInput extends Readable {
  readonly fd = 0;
  readonly isTTY = false;
  readonly #events: CellInputEvents;
  #isLooking = false;
  #isLeft = false;
  #isTaking = false;

  constructor(events: CellInputEvents) {
    super();
    this.#events = events;
    for (const change of ["removeListener", "pause", "close"]) super.on(change, () => this.look());
  }

  override _read(): void {
    this.look();
  }

  override read(size?: number): unknown {
    this.look();
    return super.read(size);
  }

  override resume(): this {
    this.look();
    return super.resume();
  }

  /** Short, because a cell that ends in `process.stdin.on(…)` shows it. */
  [inspect.custom](): string {
    return "[process.stdin]";
  }

  /** True when a reader waits for a line. */
  get isWanted(): boolean {
    if (this.destroyed || this.readableEnded) return false;
    const { readlines } = this.#events;
    if (readlines.question(this) !== undefined) return true;
    if (this.#isLeft) return false;
    if (this.listenerCount("readable") > 0) return true;
    if (this.readableFlowing !== true) return false;
    if (readlines.hasListeners(this)) return true;
    const own = readlines.ownListeners(this);
    const keypress = this.listenerCount("keypress");
    const data = this.listenerCount("data") - own.data - (this.#decodesKeys ? 1 : 0);
    return keypress > own.keypress || data > 0;
  }

  // `readline.emitKeypressEvents` listens for data; once data came without listeners for keys, for new listeners.
  get #decodesKeys(): boolean {
    const isDecoded = Object.getOwnPropertySymbols(this).some(({ description }) => description === "keypress-decoder");
    return isDecoded && this.listenerCount("newListener") === 0;
  }

  /** Ignores the present listeners from now on; `readline` can still ask questions. */
  leave(): void {
    this.#isLeft = true;
  }

  /** Checks a moment later whether a reader waits: by then readers have added or removed their listeners. */
  look(): void {
    if (this.#isLooking) return;
    this.#isLooking = true;
    setImmediate(() => {
      this.#isLooking = false;
      if (!this.isWanted) this.#events.onRest();
      else if (!this.#isTaking || this.#events.readlines.question(this)) this.#events.onWanted(this);
    });
  }

  /** Gives a line to the readers. */
  answer(line: string): void {
    this.#isTaking = true;
    setTimeout(() => {
      this.#isTaking = false;
      this.look();
    }, TAKING_IN_MS);
    // Listeners for keys get the Enter key, as from a terminal; others get a newline.
    const end = this.listenerCount("keypress") > 0 ? "\r" : "\n";
    this.push(line === END_OF_INPUT ? null : `${line}${end}`);
    this.look();
  }
}
