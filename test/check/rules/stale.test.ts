import { expect, it } from "vitest";
import { staleCells } from "../../../src/check/rules/stale.ts";
import type { SubjectCell } from "../../../src/check/subject.ts";

type Written = readonly [source: string, executionCount: number | null];

/** Cells with their execution counts. */
function cellsOf(cells: readonly Written[]): SubjectCell[] {
  return cells.map(([source, executionCount], index) => ({
    index,
    id: `cell-${index}`,
    heading: undefined,
    tags: [],
    source,
    code: source,
    executionCount,
    isMuted: false,
    mayFail: false,
    isAfterInstall: false,
    written: [],
  }));
}

function messages(...cells: readonly Written[]): string[] {
  return staleCells(cellsOf(cells)).map(({ cell, rule, message }) => `${cell.index} ${rule}: ${message}`);
}

it("names values that a cell reads and that were made after it ran", () => {
  const cells = [
    ["const rows = [1]", 4],
    ["rows.push(2)", 5],
    ["const other = 1", 2],
    ["rows.length", 3],
  ] as const;
  expect(messages(...cells)).toEqual([
    "2 out-of-order: This cell ran out of order: [2] is not after [5] of cell 2. It reads no name that an earlier cell declared after it ran",
    "3 out-of-order: This cell ran out of order: [3] is not after [5] of cell 2. It reads rows of cell 1 and rows of cell 2, which ran after it",
  ]);
});

it("finds nothing in one run from top to bottom", () => {
  expect(messages(["const a = 1", 1], ["", null], ["a", 2])).toEqual([]);
});
