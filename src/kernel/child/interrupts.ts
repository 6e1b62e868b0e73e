import type { Attribution } from "./attribution.ts";
import { followsCells } from "./attribution.ts";
import type { CellId } from "../link/messages.ts";

const GRACE_MS = 1000;

// Cells may replace it, and Stop must not depend on them.
const now = performance.now.bind(performance);

/** Stop was pressed. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";

  constructor() {
    super("The cell was interrupted; all variables are kept.");
  }
}

/**
 * Which cells were interrupted: their functions do not go on after an `await`. Where Node cannot tell
 * whose function it is, none that waited during the interrupt goes on.
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

  /** Calls `stop` when the cell that runs is interrupted before the work is done. */
  async during<T>(work: Promise<T>, stop: () => void): Promise<T> {
    const { cell } = this.#attribution;
    const stoppers = this.#stoppers.get(cell) ?? new Set();
    this.#stoppers.set(cell, stoppers.add(stop));
    try {
      return await work;
    } finally {
      stoppers.delete(stop);
      if (stoppers.size === 0) this.#stoppers.delete(cell);
    }
  }

  /**
   * Whether a cell goes on long after Stop, as one that catches every error and tries again. What comes to
   * an end soon may do so.
   *
   * @param own the cell that runs, where Node cannot tell; undefined: nobody can.
   */
  goesOn(own: CellId | undefined): boolean {
    const cell = followsCells ? this.#attribution.cell : own;
    const at = cell === undefined ? undefined : this.#interrupted.get(cell);
    return at !== undefined && now() - at > GRACE_MS;
  }

  /** Before an `await`: what `check` compares with after it. */
  enter(): number {
    return followsCells ? this.#attribution.cell : this.#count;
  }

  /** @throws {Interrupted} when the cell was interrupted since `enter`. */
  check(entered: number): void {
    const isOver = followsCells ? this.#interrupted.has(entered) : entered !== this.#count;
    if (isOver) throw new Interrupted();
  }
}
