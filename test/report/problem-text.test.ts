import { describe, expect, it } from "vitest";
import { problemText } from "../../src/report/problem-text.ts";
import { CellFailedError, CellTimeoutError } from "../../src/run/errors/cell-errors.ts";
import { NoKernelError } from "../../src/run/errors/notebook-errors.ts";
import { cellResult, comparison, differing, notebookResult as result } from "../support/results.ts";

const source = Array.from({ length: 12 }, (_, index) => `line ${index + 1}`).join("\n");
const place = { file: "a.ipynb", cell: 4, source };

describe("problemText", () => {
  it("is empty without problems", () => {
    expect(problemText(result({ comparison: comparison() }))).toBeUndefined();
  });

  it("shows the message, the cell's number and source, and the end of the kernel's log", () => {
    const details = Array.from({ length: 30 }, (_, index) => `frame ${index}`).join("\n");
    const error = new CellFailedError(place, "TypeError: boom", details);
    const cells = [cellResult({ index: 3, source, heading: "Load", error, status: "failed" })];
    const lines = (problemText(result({ status: "failed", error, cells })) ?? "").split("\n");
    expect(lines[0]).toBe(
      "Running cell 4 of a.ipynb: TypeError: boom. Correct the cell; the outputs up to it were saved.",
    );
    expect(lines.slice(1, 4)).toEqual(["  Cell 4 of a.ipynb (Load):", "    1 | line 1", "    2 | line 2"]);
    expect(lines).toContain("      | … 4 more lines");
    expect(lines.at(-1)).toBe("  > frame 29");
    expect(lines).not.toContain("  > frame 17");
  });

  it("leaves out the frames of Python's packages", () => {
    const own = "Cell In[1], line 2\n----> 2 json.loads('{')";
    const foreign = "File ~/lib/python3.11/json/__init__.py:346, in loads(s)\n--> 346     return decode(s)";
    const error = new CellFailedError(place, "JSONDecodeError: x", `${own}\n\n${foreign}\n\nJSONDecodeError: x`);
    const cells = [cellResult({ index: 3, source, error, status: "failed" })];
    expect(problemText(result({ status: "failed", error, cells }))).toMatch(
      /The kernel says:\n {2}> Cell In\[1\], line 2\n {2}> ----> 2 json\.loads\('\{'\)\n {2}>\n {2}> JSONDecodeError: x$/,
    );
  });

  it("marks the line at fault, and shows those around it", () => {
    const error = new CellFailedError(place, "11:3 - Type 'x' is not assignable.", "");
    const cells = [cellResult({ index: 3, source, error, status: "failed" })];
    expect(problemText(result({ status: "failed", error, cells }))).toMatch(/ {2}> 11 \| line 11\n {4}12 \| line 12$/);
  });

  it("shows the code of a cell that took too long", () => {
    const error = new CellTimeoutError({ ...place, source: "for (;;);" }, 5);
    const cells = [cellResult({ index: 3, source: "for (;;);", error, status: "failed" })];
    expect(problemText(result({ status: "failed", error, cells }))).toMatch(/ {4}1 \| for \(;;\);$/);
  });

  it("is only the message when no cell is at fault", () => {
    const error = new NoKernelError("a.ipynb");
    expect(problemText(result({ status: "failed", error }))).toBe(error.message);
  });

  it("shows each cell whose outputs differ, with a hint and the way to accept it", () => {
    const picture = { type: "image/png", changes: [{ place: "", expected: undefined, actual: "3 × 4 pixels\nx" }] };
    const differences = [
      { ...differing(2, { more: 1, hint: "Only durations differ" }), more: 3 },
      differing(3, { ...picture, pictureFile: "out/differences/a.png" }),
    ];
    expect(problemText(result({ status: "different", comparison: comparison({ differences }) }))?.split("\n")).toEqual([
      "a.ipynb: the outputs of cell 2 differ from those in the notebook.",
      "    1 | x",
      "  stdout, line 1:",
      "  - 1",
      "  + 2",
      "  … 1 more change in stdout",
      "  Only durations differ.",
      "  … 3 more outputs differ",
      "a.ipynb: the outputs of cell 3 differ from those in the notebook.",
      "    1 | x",
      "  image/png:",
      "  + 3 × 4 pixels",
      "  + x",
      `  expected, actual and difference: ${["out", "differences", "a.png"].join("/")}`,
      "If the new outputs are right, run it again with --update to accept them.",
    ]);
  });

  it("reports a notebook without stored outputs", () => {
    const none = comparison({ hasStored: false, differences: [differing(1)] });
    expect(problemText(result({ status: "different", comparison: none }))).toBe(
      "a.ipynb has no stored outputs to compare with. Run it with --update to store those of a run.",
    );
    expect(problemText(result({ status: "passed", comparison: none }))).toBeUndefined();
  });
});
