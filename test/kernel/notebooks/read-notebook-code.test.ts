import { expect, it } from "vitest";
import { readNotebookCode } from "../../../src/kernel/notebooks/read-notebook-code.ts";
import { notebookText } from "../../support/notebooks.ts";

const tagged = (source: string, ...tags: string[]) => ({ cell_type: "code", source, metadata: { tags } });

it("reads the cells that run, and the errors that each may raise", () => {
  const text = notebookText([
    { cell_type: "markdown", source: "# T" },
    "a",
    tagged("b", "skip-execution"),
    tagged("c", "nbval-skip"),
    "// NBVAL_SKIP\nd",
    tagged("e", "raises-exception"),
    tagged("f", "raises-exception:TypeError", "raises-exception:RangeError"),
    tagged("g", "nbval-raises-exception"),
  ]);
  expect(readNotebookCode(text, "x.ipynb").cells).toEqual([
    { index: 1, source: "a", mayRaise: "none" },
    { index: 5, source: "e", mayRaise: "any" },
    { index: 6, source: "f", mayRaise: ["TypeError", "RangeError"] },
    { index: 7, source: "g", mayRaise: "any" },
  ]);
});
