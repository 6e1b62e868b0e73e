import { assert, property } from "fast-check";
import { describe, expect, test } from "vitest";
import { parsePercent } from "../../../src/convert/percent/read.ts";
import { formatPercent } from "../../../src/convert/percent/write.ts";
import type { Notebook } from "../../../src/notebook/types.ts";
import { fuzz } from "../../support/fuzz.ts";
import { notebooks } from "../../support/generated-notebooks.ts";

function withoutOutputs(notebook: Notebook): Notebook {
  const cells = notebook.cells.map((cell) =>
    cell.cell_type === "code" ? { ...cell, outputs: [], execution_count: null } : cell,
  );
  return { ...notebook, cells };
}

describe("the percent format", () => {
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
});
