import type { Message } from "../../jupyter/message.ts";
import type { CellId } from "../link/messages.ts";

/** What the kernel remembers of a request that made outputs, or still may. */
export type CellRecord = {
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
export class Cells {
  readonly #records = new Map<CellId, CellRecord>();
  #last: CellId = 0;

  /** A number for a request that is about to make outputs. */
  open(record: CellRecord): CellId {
    this.#last += 1;
    this.#records.set(this.#last, { ...record, message: { ...record.message, content: {}, buffers: [] } });
    this.#records.delete(this.#last - REMEMBERED);
    return this.#last;
  }

  /** The latest request. */
  last(): CellRecord | undefined {
    return this.#records.get(this.#last);
  }

  /** The request of an output; for one that nobody can be named for, the latest. */
  find(cell: CellId): CellRecord | undefined {
    return this.#records.get(cell) ?? this.last();
  }
}
