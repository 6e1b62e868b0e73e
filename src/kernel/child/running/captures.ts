import type { CellId, FromChild } from "../../link/messages.ts";
import type { Sink } from "../../../widgets/model/kernel.ts";
import type { StreamName } from "../../link/output-marks.ts";
import type { Attribution } from "./attribution.ts";
import { Interrupted, type Interrupts } from "./interrupts.ts";

type Capture = { readonly cell: CellId; sink: Sink | undefined };

// The output of captures older than the last 1000 goes to the latest cell.
const MOST_KEPT = 1000;

const { nextTick } = process;

/**
 * Runs code whose outputs do not go to the cell that runs it. Such code has a number below 0 in place of a cell's.
 * Anything that it prints after its end goes to the cell.
 */
export class Captures {
  readonly #attribution: Attribution;
  readonly #captures = new Map<CellId, Capture>();
  #last = 0;

  constructor(attribution: Attribution) {
    this.#attribution = attribution;
  }

  /** Runs code; rejects with its error, or when the cell that runs it is stopped. */
  async run(code: () => unknown, sink: Sink, interrupts: Interrupts): Promise<unknown> {
    const capture: Capture = { cell: this.#attribution.cell, sink };
    this.#last -= 1;
    const own = this.#last;
    this.#captures.set(own, capture);
    this.#captures.delete(own + MOST_KEPT);
    let stop = (): void => {};
    const work = new Promise<unknown>((resolve, reject) => {
      stop = () => {
        interrupts.interrupt(own);
        reject(new Interrupted());
      };
      // Termination also ends the callers of the code; in its own tick it has none.
      nextTick(() => {
        this.#attribution.run(own, () => void (async () => code())().then(resolve, reject), true);
      });
    });
    try {
      return await interrupts.during(work, () => stop());
    } finally {
      capture.sink = undefined;
    }
  }

  /** Takes in printed text; returns the cell that it belongs to if it was not captured. */
  print(own: CellId, name: StreamName, text: string): CellId | undefined {
    if (own >= 0) return own;
    const sink = this.#captures.get(own)?.sink;
    sink?.({ output_type: "stream", name, text });
    return sink === undefined ? this.cellOf(own) : undefined;
  }

  /** Takes in a message; returns it, with its cell, if it was not captured. */
  take(message: FromChild): FromChild | undefined {
    if (!("cell" in message) || message.cell >= 0) return message;
    const sink = this.#captures.get(message.cell)?.sink;
    if (sink === undefined) return { ...message, cell: this.cellOf(message.cell) };
    switch (message.type) {
      case "display":
        if (message.update) break;
        sink({ output_type: "display_data", data: message.data, metadata: message.metadata });
        return undefined;
      case "clear":
        sink("clear");
        return undefined;
      case "async-error":
        sink({ output_type: "error", ename: message.ename, evalue: message.evalue, traceback: message.traceback });
        return undefined;
      default:
        break;
    }
    return { ...message, cell: this.cellOf(message.cell) };
  }

  /** The cell that a number stands for: the one that runs the captured code, or the number itself. */
  cellOf(own: CellId): CellId {
    return own < 0 ? this.cellOf(this.#captures.get(own)?.cell ?? 0) : own;
  }
}
