import { describe, expect, it } from "vitest";
import { annotationsOf } from "../../src/report/github-annotations.ts";
import { CellFailedError } from "../../src/run/errors/cell-errors.ts";
import { NoKernelError } from "../../src/run/errors/notebook-errors.ts";
import type { CellResult, NotebookResult } from "../../src/run/results.ts";
import { cellResult, comparison, differing, notebookResult } from "../support/results.ts";

const places = {
  pathOf: ({ label }: NotebookResult) => `sub/${label}`,
  lineOf: (_: NotebookResult, cell: CellResult, line: number) => 100 * (cell.number ?? 0) + line,
};

function annotations(result: Partial<NotebookResult>): readonly string[] {
  return annotationsOf({ notebooks: [notebookResult(result)] }, places);
}

describe("annotationsOf", () => {
  it("names the file, its line, the cell and its line", () => {
    const place = { file: "a.ipynb", cell: 2, source: "1\n2" };
    const error = new CellFailedError(place, "TypeError: 100 %", "TypeError: 100 %\n(Cell [1]:2:1)");
    const cells = [
      cellResult(),
      cellResult({ index: 1, heading: "A: b, c", status: "failed", error, source: place.source }),
    ];
    const [line, ...others] = annotations({ status: "failed", error, cells });
    expect(others).toEqual([]);
    expect(line).toMatch(
      /^::error file=sub\/a\.ipynb,line=202,title=a\.ipynb%2C cell 2 \(A%3A b%2C c\)%2C line 2::TypeError: 100 %25%0ACell 2 of/,
    );
    expect(line).toContain("%0A> 2 | 2%0AThe kernel says:%0A> TypeError: 100 %25");
    expect(line).not.toContain("\n");
  });

  it("has one for each cell whose outputs differ", () => {
    const found = annotations({
      status: "different",
      comparison: comparison({ differences: [differing(1), differing(3)] }),
    });
    expect(found).toEqual([
      "::error file=sub/a.ipynb,line=101,title=a.ipynb%2C cell 1::The outputs differ from those in the notebook: stdout%0Astdout, line 1:%0A- 1%0A+ 2",
      "::error file=sub/a.ipynb,line=301,title=a.ipynb%2C cell 3::The outputs differ from those in the notebook: stdout%0Astdout, line 1:%0A- 1%0A+ 2",
    ]);
  });

  it("has one for a notebook that could not run, or has no stored outputs", () => {
    const error = new NoKernelError("a.ipynb");
    expect(annotations({ status: "failed", error, cells: [] })).toEqual([
      `::error file=sub/a.ipynb,title=a.ipynb::${error.message}`,
    ]);
    const none = comparison({ hasStored: false, differences: [differing(1)] });
    expect(annotations({ status: "different", comparison: none })).toHaveLength(1);
  });

  it("is empty without problems, and cannot be forged by a cell's output", () => {
    expect(annotations({ comparison: comparison() })).toEqual([]);
    const changes = [{ place: "", expected: undefined, actual: "x\n::error::forged\r\n::set-output::" }];
    const found = annotations({
      status: "different",
      comparison: comparison({ differences: [differing(1, { changes })] }),
    });
    expect(found.join("\n").match(/^::/gm)).toHaveLength(1);
  });
});
