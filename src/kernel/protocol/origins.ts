import type { Message } from "../../jupyter/message.ts";
import type { CellId } from "../link/messages.ts";

/** What the kernel remembers of a request that made outputs, or still may. */
export type OutputOrigin = {
  /** The request without its content: the parent of every output. */
  readonly message: Message;
  readonly identities: readonly Uint8Array[];
  readonly executionCount: number;
  /** Nothing of it is shown. */
  readonly silent: boolean;
  readonly allowStdin: boolean;
};

const REMEMBERED = 5000;

/** The requests that outputs are traced back to. */
export class Origins {
  readonly #origins = new Map<CellId, OutputOrigin>();
  #last: CellId = 0;

  /** A number for a request that is about to make outputs. */
  open(origin: OutputOrigin): CellId {
    this.#last += 1;
    this.#origins.set(this.#last, { ...origin, message: { ...origin.message, content: {}, buffers: [] } });
    this.#origins.delete(this.#last - REMEMBERED);
    return this.#last;
  }

  /** The latest request. */
  last(): OutputOrigin | undefined {
    return this.#origins.get(this.#last);
  }

  /** The request of an output; for one that nobody can be named for, the latest. */
  find(cell: CellId): OutputOrigin | undefined {
    return this.#origins.get(cell) ?? this.last();
  }
}
