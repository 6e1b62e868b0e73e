import { hasError } from "../../notebook/outputs/has-error.ts";
import { allows, type ErrorRules, expectationOf } from "../../notebook/expected-errors.ts";
import { isSkipped } from "../../notebook/skipped.ts";
import type { Cell, CodeCell, Notebook } from "../../notebook/types.ts";
import { isFrom, type RanCode } from "./code-of-last-run.ts";
import type { PlannedCell } from "./plan-cells.ts";
import { resumePointOf } from "../../notebook/resume-point.ts";

/** The part of a run that an earlier run left to do. */
export type Resumed = {
  /** The notebook with the outputs of the cells that succeeded. */
  readonly notebook: Notebook;
  readonly cells: readonly PlannedCell[];
  /** The cell to resume at; undefined when all cells have succeeded and none needs to run. */
  readonly first: PlannedCell | undefined;
  /** The ids of the cells that keep the outputs of the earlier run. */
  readonly kept: ReadonlySet<string>;
};

/**
 * Plans the part of a notebook that an earlier run left to do. A cell succeeded in that run if its code is the same,
 * and the saved notebook has an execution count and only allowed errors for it.
 *
 * @param planned the plan for a whole run.
 * @param earlier the notebook as the earlier run saved it.
 * @param ran the code that the earlier run executed, if it was in the same file.
 * @returns undefined when no result of the earlier run can be kept.
 */
export function resumed(
  notebook: Notebook,
  planned: readonly PlannedCell[],
  earlier: Notebook,
  rules: ErrorRules,
  ran?: RanCode,
): Resumed | undefined {
  const told = resumePointOf(earlier);
  const wanted = planned.filter(({ action }) => action === "run");
  const isLeft = ({ index, cell }: PlannedCell): boolean => {
    if (index >= told || (ran !== undefined && !isFrom(ran, cell))) return true;
    return !hasSucceeded(cell, earlier.cells[index], rules);
  };
  const at = wanted.findIndex(isLeft);
  const kept = new Map((at < 0 ? wanted : wanted.slice(0, at)).map(({ index, cell }) => [index, cell]));
  if (kept.size === 0) return undefined;
  const isDone = at < 0;
  const restored = (index: number): CodeCell | undefined => {
    const cell = kept.get(index);
    return cell === undefined ? undefined : withOutputs(cell, earlier.cells[index]);
  };
  const cells = notebook.cells.map((cell, index) => restored(index) ?? cell);
  const plan = planned.map((one): PlannedCell => {
    const action = isDone ? "skip" : kept.has(one.index) ? "run-unsaved" : one.action;
    return { ...one, action, cell: restored(one.index) ?? one.cell };
  });
  const metadata = isDone ? { ...notebook.metadata, ...madeByRun(earlier) } : notebook.metadata;
  const ids = new Set(Array.from(kept.values(), ({ id }) => id));
  return { notebook: { ...notebook, metadata, cells }, cells: plan, first: wanted[at], kept: ids };
}

function hasSucceeded(cell: CodeCell, before: Cell | undefined, rules: ErrorRules): boolean {
  if (before?.cell_type !== "code" || before.source !== cell.source) return false;
  if (before.execution_count === null || isSkipped(before)) return false;
  const [expected, was] = [cell, before].map((one) => expectationOf(one, rules));
  // A kernel may report errors on stderr alone, so the cell counts only if its allowed errors are the same as then.
  if (expected === undefined || JSON.stringify(expected) !== JSON.stringify(was)) return false;
  if (!hasError(before.outputs)) return !expected.must;
  return before.outputs.every((output) => output.output_type !== "error" || allows(expected, output.ename));
}

function withOutputs(cell: CodeCell, before: Cell | undefined): CodeCell {
  if (before?.cell_type !== "code") return cell;
  return { ...cell, outputs: before.outputs, execution_count: before.execution_count };
}

function madeByRun({ metadata: { language_info: language, widgets } }: Notebook): Notebook["metadata"] {
  return {
    ...(language === undefined ? {} : { language_info: language }),
    ...(widgets === undefined ? {} : { widgets }),
  };
}
