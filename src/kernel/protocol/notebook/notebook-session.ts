import type { JsonObject } from "../../../jupyter/json.ts";
import type { CellRun, GraphCell } from "../../graph/cell-states.ts";
import type { CellId } from "../../link/messages.ts";
import type { WorkOutcome } from "../supervision/work-queue.ts";

type Run = {
  readonly cell: CellId;
  readonly executionCount: number;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly outcome: WorkOutcome;
};

/** The latest runs of the notebook's cells, by the ids that clients send. */
export class NotebookSession {
  readonly #runs = new Map<string, CellRun>();
  readonly #listeners = new Set<() => void>();

  get runs(): ReadonlyMap<string, CellRun> {
    return this.#runs;
  }

  /**
   * Calls a function after each change.
   *
   * @returns a function that stops these calls.
   */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Records a cell that has ended. For a client that sends no cell id, such as a console, each run is a new cell.
   *
   * @param metadata the metadata of the request.
   */
  ran(metadata: JsonObject, source: string, { cell, executionCount, startedAt, outcome }: Run): void {
    const { cellId, deletedCells } = metadata;
    const id = typeof cellId === "string" ? cellId : `In [${executionCount}]`;
    for (const one of Array.isArray(deletedCells) ? deletedCells : []) this.#runs.delete(String(one));
    this.#runs.set(id, { source, count: executionCount, order: cell, startedAt, failed: outcome.status === "error" });
    for (const listener of this.#listeners) listener();
  }

  /** Forgets all runs: the names of the cells are gone. */
  forget(): void {
    this.#runs.clear();
    for (const listener of this.#listeners) listener();
  }

  /** The document's cells, then the other cells in the order of their latest runs. */
  cells(document: readonly GraphCell[] = []): readonly GraphCell[] {
    const known = new Set(document.map(({ id }) => id));
    const others = [...this.#runs].filter(([id]) => !known.has(id)).toSorted(([, a], [, b]) => a.order - b.order);
    return [...document, ...others.map(([id, { source }]) => ({ id, source }))];
  }
}
