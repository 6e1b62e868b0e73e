import type { Attribution } from "./attribution.ts";
import { followsCells } from "./attribution.ts";
import type { CellId } from "../../link/messages.ts";

const GRACE_MS = 1000;

// Cells may replace this, and Stop must still work.
const now = performance.now.bind(performance);

/** Stop was pressed. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";

  constructor() {
    super("The cell was interrupted; all variables are kept.");
  }
}

/**
 * Remembers interrupted cells, whose functions do not continue after an `await`. Where Node does not know which cell
 * a function belongs to, all functions that waited during the interrupt stop.
 */
export class Interrupts {
  readonly #attribution: Attribution;
  readonly #interrupted = new Map<CellId, number>();
  readonly #stoppers = new Map<CellId, Set<() => void>>();
  #count = 0;

  constructor(attribution: Attribution) {
    this.#attribution = attribution;
  }

  interrupt(cell: CellId): void {
    this.#interrupted.set(cell, now());
    this.#count += 1;
    for (const stop of this.#stoppers.get(cell) ?? []) stop();
    this.#stoppers.delete(cell);
  }

  /** Calls `stop` if the running cell is interrupted before the work ends. */
  async during<T>(work: Promise<T>, stop: () => void): Promise<T> {
    const { cell } = this.#attribution;
    const stoppers = this.#stoppers.get(cell) ?? new Set();
    // Its output, perhaps later, belongs to the cell.
    const stopper = (): void => this.#attribution.run(cell, stop, true);
    this.#stoppers.set(cell, stoppers.add(stopper));
    try {
      return await work;
    } finally {
      stoppers.delete(stopper);
      if (stoppers.size === 0) this.#stoppers.delete(cell);
    }
  }

  /**
   * True when a cell still runs more than a second after Stop, such as one that catches every error and retries.
   *
   * @param own the running cell, for versions of Node that do not know it; `undefined` if it is unknown.
   */
  goesOn(own: CellId | undefined): boolean {
    const cell = followsCells ? this.#attribution.cell : own;
    const at = cell === undefined ? undefined : this.#interrupted.get(cell);
    return at !== undefined && now() - at > GRACE_MS;
  }

  /** Called before an `await`; `check` gets the result after it. */
  enter(): number {
    return followsCells ? this.#attribution.cell : this.#count;
  }

  /** @throws {Interrupted} when the cell was interrupted since `enter`. */
  check(entered: number): void {
    const isOver = followsCells ? this.#interrupted.has(entered) : entered !== this.#count;
    if (isOver) throw new Interrupted();
  }
}
