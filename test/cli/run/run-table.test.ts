import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runTable } from "../../../src/cli/run/run-table.ts";
import { CellTimeoutError } from "../../../src/run/errors/cell-errors.ts";
import type { NotebookResult } from "../../../src/run/results.ts";
import { cellResult, comparison, differing, notebookResult as result } from "../../support/results.ts";

const source = Array.from({ length: 12 }, (_, index) => `line ${index + 1}`).join("\n");
const place = { file: "a.ipynb", cell: 4, source };

describe("runTable", () => {
  it("is a table and the files to open", () => {
    const failed = result({
      label: "notebooks/b.ipynb",
      status: "failed",
      cells: [cellResult({ status: "failed" }), cellResult({ status: "not-run" }), cellResult({ status: "not-run" })],
      error: new CellTimeoutError(place, 5),
      seconds: 12.34,
    });
    const different = result({
      status: "different",
      comparison: comparison({ differences: [differing(2), differing(5)] }),
    });
    const page = join(process.cwd(), "out", "index.html");
    const report = runTable({ notebooks: [result({}), failed, different], seconds: 14.9 }, page);
    expect(report.split("\n")).toEqual([
      "notebook            cells  seconds  result",
      "a.ipynb                 3      1.3  passed",
      "notebooks/b.ipynb  1 of 3     12.3  failed at cell 4",
      "a.ipynb                 3      1.3  outputs differ in cells 2, 5",
      "",
      "3 notebooks in 14 s",
      "",
      `Open ${join("out", "index.html")}`,
    ]);
  });

  it("names the slowest cells, of those that took a second or more", () => {
    const cells = [0.9, 12.34, 1].map((seconds, index) => {
      return cellResult({ index, seconds, heading: index === 1 ? "Train" : undefined });
    });
    const report = runTable({ notebooks: [result({ cells })], seconds: 15 }, undefined);
    expect(report.split("\n").slice(2, 7)).toEqual([
      "",
      "slowest cells            seconds",
      "a.ipynb, cell 2 (Train)     12.3",
      "a.ipynb, cell 3              1.0",
      "",
    ]);
  });

  it("says where the notebooks are when there are no charts to open", () => {
    const notebooks = [
      result({}),
      result({ target: "/none/b.ipynb", cells: [cellResult({ status: "not-run" })], status: "failed" }),
    ];
    const report = runTable({ notebooks, seconds: 1 }, undefined);
    expect(report).not.toContain("Open");
    expect(report).toMatch(/\n\nWritten to \S*out$/);
    const beside = [result({ target: join(process.cwd(), "a.ipynb") })];
    expect(runTable({ notebooks: beside, seconds: 1 }, undefined)).toMatch(/\n\nWritten to the current folder$/);
  });

  it.each<[string, Partial<NotebookResult>]>([
    ["passed, same outputs", { comparison: comparison() }],
    ["passed, no outputs to compare", { comparison: comparison({ hasStored: false }) }],
    ["passed, no cell compared", { comparison: comparison({ compared: 0, ignored: 2 }) }],
    ["passed, accepted the outputs of cell 2", { comparison: comparison({ differences: [differing(2)] }) }],
    [
      "no stored outputs to compare with",
      { status: "different", comparison: comparison({ hasStored: false, differences: [differing(2)] }) },
    ],
  ])("says %s", (said, fields) => {
    expect(runTable({ notebooks: [result(fields)], seconds: 1 }, undefined)).toContain(`1.3  ${said}\n`);
  });
});
