import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { problemOf, reportOf } from "../../src/cli/run-report.ts";
import { CellFailedError, CellTimeoutError, NoKernelError } from "../../src/run/errors.ts";
import { cellResult, notebookResult as result } from "../support/results.ts";

const source = Array.from({ length: 12 }, (_, index) => `line ${index + 1}`).join("\n");
const place = { file: "a.ipynb", cell: 4, source };

describe("reportOf", () => {
  it("is a table and what to open", () => {
    const failed = result({
      label: "notebooks/b.ipynb",
      status: "failed",
      cells: [cellResult({ status: "failed" }), cellResult({ status: "not-run" }), cellResult({ status: "not-run" })],
      error: new CellTimeoutError(place, 5),
      seconds: 12.34,
    });
    const different = result({
      status: "different",
      differences: [
        { cell: 2, source, diff: "" },
        { cell: 5, source, diff: "" },
      ],
    });
    const report = reportOf({
      notebooks: [result({}), failed, different],
      index: join(process.cwd(), "out", "index.html"),
      ok: false,
    });
    expect(report.split("\n")).toEqual([
      "notebook            cells  seconds  result",
      "a.ipynb                 3      1.3  passed",
      "notebooks/b.ipynb  1 of 3     12.3  failed at cell 4",
      "a.ipynb                 3      1.3  other outputs in cells 2, 5",
      "",
      `Open ${join("out", "index.html")}`,
    ]);
  });

  it("says where the notebooks are when there are no charts to open", () => {
    const notebooks = [
      result({}),
      result({ target: "/none/b.ipynb", cells: [cellResult({ status: "not-run" })], status: "failed" }),
    ];
    const report = reportOf({ notebooks, index: undefined, ok: true });
    expect(report).not.toContain("Open");
    expect(report).toMatch(/\n\nWritten to \S*out$/);
  });

  it("says that outputs were compared", () => {
    expect(reportOf({ notebooks: [result({})], index: undefined, ok: true }, { check: true })).toMatch(
      /passed, same outputs\n/,
    );
  });
});

describe("problemOf", () => {
  it("is silent when all is well", () => {
    expect(problemOf(result({}))).toBeUndefined();
  });

  it("shows the message, the cell's number and source, and the end of what the kernel said", () => {
    const details = Array.from({ length: 30 }, (_, index) => `frame ${index}`).join("\n");
    const error = new CellFailedError(place, "TypeError: boom", details);
    const lines = (problemOf(result({ status: "failed", error })) ?? "").split("\n");
    expect(lines[0]).toBe(
      "Running cell 4 of a.ipynb: TypeError: boom. Correct the cell; the outputs up to it were saved.",
    );
    expect(lines.slice(1, 4)).toEqual(["  Cell 4 of a.ipynb:", "  1 | line 1", "  2 | line 2"]);
    expect(lines).toContain("    | … 4 more lines");
    expect(lines.at(-1)).toBe("  > frame 29");
    expect(lines).not.toContain("  > frame 17");
  });

  it("shows the lines around the one that the compiler names", () => {
    const error = new CellFailedError(place, "11:3 - Type 'x' is not assignable.", "");
    expect(problemOf(result({ status: "failed", error }))).toMatch(/ {2}11 \| line 11\n {2}12 \| line 12$/);
  });

  it("is the message alone where no cell is at fault", () => {
    const error = new NoKernelError("a.ipynb");
    expect(problemOf(result({ status: "failed", error }))).toBe(error.message);
  });

  it("shows each cell whose outputs differ", () => {
    const differences = [{ cell: 2, source: "x", diff: "- stdout: \u001b[31m1\u001b[0m\n+ stdout: 2" }];
    expect(problemOf(result({ status: "different", differences }))?.split("\n")).toEqual([
      "a.ipynb: the outputs of cell 2 are not those that the notebook has.",
      "  1 | x",
      "  - stdout: 1",
      "  + stdout: 2",
      "If the new outputs are right, copy /out/a.ipynb over a.ipynb.",
    ]);
  });

  it("does not tell to copy a notebook over itself", () => {
    const different = { status: "different", differences: [{ cell: 2, source: "x", diff: "+ stdout: 2" }] } as const;
    expect(problemOf(result({ ...different, target: "/a.ipynb" }))).not.toContain("copy");
  });
});
