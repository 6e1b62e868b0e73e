import type { CellDifference, Comparison } from "../../src/notebook/compare/differences.ts";
import type { CellResult, NotebookResult } from "../../src/run/results.ts";

/** What came of a cell that passed, but for the fields given. */
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

/** What came of a notebook of three cells that passed, but for the fields given. */
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

/** How each cell of a notebook went. */
export function statusesOf({ cells }: NotebookResult): readonly CellResult["status"][] {
  return cells.map(({ status }) => status);
}

/** How the outputs of two cells compare: they are the same, but for the fields given. */
export function comparison(fields: Partial<Comparison> = {}): Comparison {
  return { compared: 2, ignored: 0, hasStored: true, differences: [], ...fields };
}

/** A cell that printed 2 instead of 1. */
export function differing(cell: number, fields: Partial<CellDifference["outputs"][number]> = {}): CellDifference {
  const changes = [{ place: "line 1", expected: "1", actual: "2" }];
  const output = { type: "stdout", changes, more: 0, hint: undefined, picture: undefined, ...fields };
  return { cell, id: `cell-${cell - 1}`, source: "x", outputs: [output], more: 0 };
}
