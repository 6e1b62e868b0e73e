import type { CellId } from "../../link/messages.ts";
import type { Attribution } from "./attribution.ts";
import type { Captures } from "./captures.ts";

type Run = { readonly cell: CellId; readonly ends: Set<() => void> };

/** The effects of a cell's latest run, such as callbacks, that end when the cell runs again or was deleted. */
export class Reruns {
  readonly #attribution: Attribution;
  readonly #captures: Captures;
  readonly #runs = new Map<string, Run>();
  readonly #byCell = new Map<CellId, Run>();

  constructor(attribution: Attribution, captures: Captures) {
    this.#attribution = attribution;
    this.#captures = captures;
  }

  /**
   * Ends the effects of the cell's previous run.
   *
   * @param origin the client's id of the cell.
   */
  begin(cell: CellId, origin: string): void {
    this.end(origin);
    const run: Run = { cell, ends: new Set() };
    this.#runs.set(origin, run);
    this.#byCell.set(cell, run);
  }

  end(origin: string): void {
    const run = this.#runs.get(origin);
    if (run === undefined) return;
    this.#runs.delete(origin);
    this.#byCell.delete(run.cell);
    for (const end of run.ends) end();
  }

  /**
   * Calls `end` once when the cell of the running code runs again or was deleted. Nothing happens for code without a
   * cell, such as a callback of the browser, and for clients that send no cell ids.
   *
   * @returns a function that prevents that.
   */
  onRerun(end: () => void): () => void {
    const run = this.#byCell.get(this.#captures.cellOf(this.#attribution.cell));
    run?.ends.add(end);
    return () => void run?.ends.delete(end);
  }
}
