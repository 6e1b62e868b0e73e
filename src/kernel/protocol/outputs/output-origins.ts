import type { Message } from "../../../jupyter/message.ts";
import type { CellId } from "../../link/messages.ts";

/** A request that made outputs, or may still make some. */
export type OutputOrigin = {
  /** The request without its content: the parent of all its outputs. */
  readonly message: Message;
  readonly identities: readonly Uint8Array[];
  readonly executionCount: number;
  /** True when no output is shown. */
  readonly silent: boolean;
  readonly allowStdin: boolean;
};

const MOST_ORIGINS = 5000;

/** The requests that outputs belong to. */
export class Origins {
  readonly #origins = new Map<CellId, OutputOrigin>();
  #last: CellId = 0;

  /** Gives a number to a request that is about to make outputs. */
  open(origin: OutputOrigin): CellId {
    this.#last += 1;
    this.#origins.set(this.#last, { ...origin, message: { ...origin.message, content: {}, buffers: [] } });
    this.#origins.delete(this.#last - MOST_ORIGINS);
    return this.#last;
  }

  /** The latest request; undefined before the first. */
  last(): OutputOrigin | undefined {
    return this.#origins.get(this.#last);
  }

  /** The request that an output belongs to; the latest one when the cell is unknown, undefined before the first. */
  find(cell: CellId): OutputOrigin | undefined {
    return this.#origins.get(cell) ?? this.last();
  }
}
