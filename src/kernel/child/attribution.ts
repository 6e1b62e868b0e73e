import { AsyncLocalStorage } from "node:async_hooks";
import type { CellId } from "../link.ts";

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

  /** Runs code as part of a cell. */
  run<T>(cell: CellId, code: () => T): T {
    this.#latest = cell;
    return this.#storage ? this.#storage.run(cell, code) : code();
  }

  /** The same of code beside which a cell may be running; that cell goes on. */
  aside<T>(cell: CellId, code: () => T): T {
    const latest = this.#latest;
    try {
      return this.run(cell, code);
    } finally {
      this.#latest = latest;
    }
  }
}
