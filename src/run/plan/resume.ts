import { hasError } from "../../notebook/outputs/has-error.ts";
import { allows, type ErrorRules, expectationOf } from "./expected-errors.ts";
import type { Cell, CodeCell, Notebook } from "../../notebook/types.ts";

/** A notebook with the outputs that an earlier run had, and the first cell that has not succeeded in it. */
export type Resumed = { readonly notebook: Notebook; readonly first: number };

/**
 * The state of a run that did not reach its end.
 *
 * @param earlier the notebook as that run has left it.
 * @returns `first` is the number of cells when all have succeeded, 0 when nothing counts any more because the
 *   code is not the same.
 */
export function resumed(notebook: Notebook, earlier: Notebook, rules: ErrorRules): Resumed {
  const first = notebook.cells.findIndex((cell, index) => !hasSucceeded(cell, earlier.cells[index], rules));
  const end = first < 0 ? notebook.cells.length : first;
  const cells = notebook.cells.map((cell, index) => (index < end ? withOutputs(cell, earlier.cells[index]) : cell));
  return { notebook: { ...notebook, cells }, first: end };
}

function hasSucceeded(cell: Cell, before: Cell | undefined, rules: ErrorRules): boolean {
  if (cell.cell_type !== "code" || cell.source.trim() === "") return true;
  if (before?.cell_type !== "code" || before.source !== cell.source || before.execution_count === null) return false;
  return !hasError(before.outputs) || mayHave(before, rules);
}

function mayHave(cell: CodeCell, rules: ErrorRules): boolean {
  const expectation = expectationOf(cell, rules);
  return cell.outputs.every((output) => output.output_type !== "error" || allows(expectation, output.ename));
}

function withOutputs(cell: Cell, before: Cell | undefined): Cell {
  if (cell.cell_type !== "code" || before?.cell_type !== "code") return cell;
  return { ...cell, outputs: before.outputs, execution_count: before.execution_count };
}
