import { expect, it } from "vitest";
import { slowestCells } from "../../../src/run/outcome/slowest-cells.ts";
import type { CellResult } from "../../../src/run/results.ts";

/** The result of a notebook whose cells took these seconds. */
function notebook(label: string, ...seconds: readonly number[]) {
  const cells = seconds.map(
    (each, index): CellResult => ({
      index,
      number: index + 1,
      id: `${label}${index}`,
      heading: undefined,
      source: "",
      seconds: each,
      status: "passed",
      executionCount: index + 1,
      error: undefined,
      outputs: [],
    }),
  );
  return { label, cells, cached: undefined };
}

function told(notebooks: Parameters<typeof slowestCells>[0]): string[] {
  return slowestCells(notebooks).map(({ label, cell, seconds }) => `${label} ${cell.number}: ${seconds} s`);
}

it("are the five slowest of all notebooks, the slowest first", () => {
  expect(told([notebook("a", 1, 7, 2), notebook("b", 4, 3, 9)])).toEqual([
    "b 3: 9 s",
    "a 2: 7 s",
    "b 1: 4 s",
    "b 2: 3 s",
    "a 3: 2 s",
  ]);
});

it("are those that took a second or more", () => {
  expect(told([notebook("a", 0.999, 1, 0)])).toEqual(["a 2: 1 s"]);
  expect(told([])).toEqual([]);
});

it("are none of a notebook that came from the cache, whose times are those of another run", () => {
  const cached = { ...notebook("a", 60), cached: { made: "2026-01-01T00:00:00.000Z", seconds: 60 } };
  expect(told([cached, notebook("b", 2)])).toEqual(["b 1: 2 s"]);
});
