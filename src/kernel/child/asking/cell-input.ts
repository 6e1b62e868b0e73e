import { setImmediate, setTimeout } from "node:timers";
import { Readable } from "node:stream";
import { inspect } from "node:util";
import { END_OF_INPUT } from "./inputs.ts";
import type { Readlines } from "./readlines.ts";

// Until who has got a line has taken it in, and listens no more.
const TAKING_IN_MS = 50;

export type CellInputEvents = {
  readonly readlines: Readlines;
  /** Asks for a line, for what the stream's readers want; the answer goes to `answer`. */
  readonly onWanted: (input: CellInput) => void;
  /** Nobody wants a line any more. */
  readonly onRest: () => void;
};

/**
 * `process.stdin` of the cells: each line that somebody wants to read is asked for. Streams read ahead, so
 * that the stream wants more says nothing: what counts is who listens.
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

  /** Short, since a cell that ends in `process.stdin.on(…)` shows it. */
  [inspect.custom](): string {
    return "[process.stdin]";
  }

  /** Whether somebody waits for a line. */
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

  // `readline.emitKeypressEvents` listens for data, or, when data came and nobody listened for keys, for new listeners.
  get #decodesKeys(): boolean {
    const isDecoded = Object.getOwnPropertySymbols(this).some(({ description }) => description === "keypress-decoder");
    return isDecoded && this.listenerCount("newListener") === 0;
  }

  /** Who listens now waits no more; a question of `readline` can still be asked. */
  leave(): void {
    this.#isLeft = true;
  }

  /** Looks a moment later whether somebody waits for a line: who asks listens first, who has got it stops listening. */
  look(): void {
    if (this.#isLooking) return;
    this.#isLooking = true;
    setImmediate(() => {
      this.#isLooking = false;
      if (!this.isWanted) this.#events.onRest();
      else if (!this.#isTaking || this.#events.readlines.question(this)) this.#events.onWanted(this);
    });
  }

  /** Hands a line to the readers. */
  answer(line: string): void {
    this.#isTaking = true;
    setTimeout(() => {
      this.#isTaking = false;
      this.look();
    }, TAKING_IN_MS);
    // Who listens for keys hears the key, as of a terminal; others get the end of a line.
    const end = this.listenerCount("keypress") > 0 ? "\r" : "\n";
    this.push(line === END_OF_INPUT ? null : `${line}${end}`);
    this.look();
  }
}
