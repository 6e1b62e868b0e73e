import { assert, property } from "fast-check";
import { describe, expect, test } from "vitest";
import { parsePercent } from "../../../src/convert/percent/read.ts";
import { formatPercent } from "../../../src/convert/percent/write.ts";
import { formatNotebook } from "../../../src/notebook/file/write.ts";
import type { Notebook } from "../../../src/notebook/types.ts";
import { fuzz } from "../../support/fuzz.ts";
import { notebooks } from "../../support/generated-notebooks.ts";
import { withFloats } from "../../support/spelled-numbers.ts";

function withoutOutputs(notebook: Notebook): Notebook {
  const cells = notebook.cells.map((cell) =>
    cell.cell_type === "code" ? { ...cell, outputs: [], execution_count: null } : cell,
  );
  return { ...notebook, cells };
}

/** A notebook in which nothing is TypeScript. */
function withoutCode(notebook: Notebook): Notebook {
  const cells = notebook.cells.map((cell) => {
    if (cell.cell_type !== "code") return cell;
    return { ...cell, source: cell.source.startsWith("%%bash") ? cell.source : "%npm install x\nfirst?" };
  });
  return { ...notebook, cells };
}

describe("the percent format", () => {
  test("has comments in place of other languages, whatever the text", () => {
    assert(
      property(notebooks(), (notebook) => {
        const lines = formatPercent(withoutCode(notebook)).split(/\r\n|[\n\r\u2028\u2029]/);
        expect(lines.filter((line) => !/^(?:\/\/|$)/.test(line))).toEqual([]);
      }),
      fuzz(),
    );
  });

  test("restores every notebook except its outputs", () => {
    assert(
      property(notebooks(), (notebook) => {
        const text = formatPercent(notebook);
        const back = parsePercent(text, "a.ts", { strict: true });
        expect(back).toEqual(withoutOutputs(notebook));
        expect(formatPercent(back)).toBe(text);
      }),
      fuzz(),
    );
  });

  test("restores numbers as they are spelled", () => {
    assert(
      property(notebooks().map(withFloats), (notebook) => {
        const back = parsePercent(formatPercent(notebook), "a.ts", { strict: true });
        expect(formatNotebook(back)).toBe(formatNotebook(withoutOutputs(notebook)));
      }),
      fuzz(),
    );
  });
});
