import type { CellDifference, Comparison } from "../../src/notebook/compare/differences.ts";
import type { CellResult, NotebookResult } from "../../src/run/results.ts";

/** The result of a cell that passed, with these fields instead. */
export function cellResult(fields: Partial<CellResult> = {}): CellResult {
  const { index = 0 } = fields;
  return {
    index,
    number: index + 1,
    id: "cell-0",
    heading: undefined,
    source: "1",
    status: "passed",
    seconds: 0.1,
    executionCount: 1,
    error: undefined,
    outputs: [],
    ...fields,
  };
}

/** The result of a notebook of three cells that passed, with these fields instead. */
export function notebookResult(fields: Partial<NotebookResult> = {}): NotebookResult {
  return {
    label: "a.ipynb",
    source: "/a.ipynb",
    target: "/out/a.ipynb",
    status: "passed",
    cells: [0, 1, 2].map((index) => cellResult({ index, id: `cell-${index}` })),
    seconds: 1.25,
    startSeconds: 1,
    cellSeconds: 0.2,
    error: undefined,
    comparison: undefined,
    notices: [],
    notebook: undefined,
    ...fields,
  };
}

/** The status of each cell of a notebook. */
export function statusesOf({ cells }: NotebookResult): readonly CellResult["status"][] {
  return cells.map(({ status }) => status);
}

/** A comparison of two cells whose outputs are the same, with these fields instead. */
export function comparison(fields: Partial<Comparison> = {}): Comparison {
  return { compared: 2, ignored: 0, hasStored: true, differences: [], ...fields };
}

/** A cell that printed 2 instead of 1. */
export function differing(cell: number, fields: Partial<CellDifference["outputs"][number]> = {}): CellDifference {
  const changes = [{ place: "line 1", expected: "1", actual: "2" }];
  const output = { type: "stdout", changes, more: 0, hint: undefined, picture: undefined, ...fields };
  return { cell, id: `cell-${cell - 1}`, source: "x", outputs: [output], more: 0 };
}
