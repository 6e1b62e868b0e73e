import { AsyncLocalStorage } from "node:async_hooks";
import type { CellId } from "../link/messages.ts";

/**
 * Whether output and errors that come late can be told to belong to the cell that started them. Older
 * versions of Node do this with hooks that abort the process when a loop is terminated.
 */
export const followsCells: boolean =
  Number(process.versions.node.split(".")[0]) >= 24 || process.execArgv.includes("--experimental-async-context-frame");

/** Which cell the running code belongs to. */
export class Attribution {
  readonly #storage = followsCells ? new AsyncLocalStorage<CellId>() : undefined;
  #latest: CellId = 0;

  /** The cell that started what runs now; on older versions of Node the latest cell. */
  get cell(): CellId {
    return this.#storage?.getStore() ?? this.#latest;
  }

  /**
   * Runs code as part of a cell.
   *
   * @param isAside whether another cell is running, which goes on after it.
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
