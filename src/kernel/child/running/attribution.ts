import { AsyncLocalStorage } from "node:async_hooks";
import type { CellId } from "../../link/messages.ts";
import { isNode24OrLater } from "../../process/node-version.ts";

/**
 * True when late output and errors can be attributed to the cell that started them. Older versions of Node can do
 * so only with hooks, which abort the process when a loop is terminated.
 */
export const followsCells: boolean =
  isNode24OrLater() || process.execArgv.includes("--experimental-async-context-frame");

/** Tracks the cell that running code belongs to. */
export class Attribution {
  readonly #storage = followsCells ? new AsyncLocalStorage<CellId>() : undefined;
  #latest: CellId = 0;

  /** The cell that started the running code; on older versions of Node, the latest cell. */
  get cell(): CellId {
    return this.#storage?.getStore() ?? this.#latest;
  }

  /**
   * Runs code as part of a cell.
   *
   * @param isAside true when another cell is running and continues afterwards; default: false.
   */
  run<T>(cell: CellId, code: () => T, isAside = false): T {
    const before = this.#latest;
    this.#latest = cell;
    try {
      return this.#storage ? this.#storage.run(cell, code) : code();
    } finally {
      if (isAside) this.#latest = before;
    }
  }
}
