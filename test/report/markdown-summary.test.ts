import { describe, expect, it } from "vitest";
import { markdownOf } from "../../src/report/markdown-summary.ts";
import { CellFailedError } from "../../src/run/errors/cell-errors.ts";
import { NoKernelError } from "../../src/run/errors/notebook-errors.ts";
import { cellResult, comparison, differing, notebookResult } from "../support/results.ts";

const place = { file: "b_1.ipynb", cell: 1, source: "`x`" };
const error = new CellFailedError(place, "TypeError: <b>|", "TypeError: <b>|\n```fence");
const failed = notebookResult({
  label: "b_1.ipynb",
  status: "failed",
  error,
  cells: [
    cellResult({ status: "failed", error, source: "`x`", seconds: 2.5, heading: "Load | all" }),
    cellResult({ index: 1, status: "not-run" }),
  ],
});

describe("markdownOf", () => {
  it("has a table, the slowest cells, and the errors", () => {
    expect(markdownOf({ notebooks: [notebookResult(), failed] })).toBe(
      [
        "## tsnb: 1 of 2 notebooks did not pass",
        "",
        "| notebook | cells | time | result |",
        "|---|--:|--:|---|",
        "| ✅ a.ipynb | 3 | 1.3 s | passed |",
        "| ❌ b\\_1.ipynb | 1 of 2 | 1.3 s | failed at cell 1 |",
        "",
        "| slowest cells | time |",
        "|---|--:|",
        "| b\\_1.ipynb, cell 1 (Load \\| all) | 2.5 s |",
        "",
        "<details open>",
        "<summary><b>b_1.ipynb, cell 1 (Load | all)</b>: TypeError: &lt;b&gt;|</summary>",
        "",
        "````",
        "Cell 1 of b_1.ipynb (Load | all):",
        "  1 | `x`",
        "The kernel says:",
        "> TypeError: <b>|",
        "> ```fence",
        "````",
        "",
        "</details>",
        "",
      ].join("\n"),
    );
  });

  it("shows differences as a diff", () => {
    const different = notebookResult({ status: "different", comparison: comparison({ differences: [differing(2)] }) });
    expect(markdownOf({ notebooks: [different] })).toContain("\n```diff\nstdout, line 1:\n- 1\n+ 2\n```\n");
  });

  it("reports an error of a whole notebook in one line", () => {
    const none = comparison({ hasStored: false, differences: [differing(1)] });
    const text = markdownOf({
      notebooks: [
        notebookResult({ status: "failed", error: new NoKernelError("x*.ipynb"), label: "x*.ipynb", cells: [] }),
        notebookResult({ status: "different", comparison: none }),
      ],
    });
    expect(text).toContain("**x\\*.ipynb**: Running x\\*.ipynb: its metadata has no kernelspec");
    expect(text).toContain("**a.ipynb**: a.ipynb has no stored outputs to compare with.");
  });

  it("is short without problems", () => {
    expect(markdownOf({ notebooks: [notebookResult()] })).toMatch(
      /^## tsnb: 1 notebook passed\n\n\|.*\n\|.*\n\|.*\|\n$/,
    );
  });

  it("omits details that do not fit, and says so", () => {
    const notebooks = Array.from({ length: 50 }, () => failed);
    const text = markdownOf({ notebooks }, 6000);
    expect(text.length).toBeLessThan(6100);
    expect(text).toMatch(/\n… \d\d more, which do not fit here\.\n$/);
  });
});
