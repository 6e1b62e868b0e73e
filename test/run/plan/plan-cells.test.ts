import { describe, expect, it } from "vitest";
import { parseNotebook } from "../../../src/notebook/file/read.ts";
import { type CellRange, planCells } from "../../../src/run/plan/plan-cells.ts";
import { type CellSource, notebookText } from "../../support/notebooks.ts";

const text = (source: string): CellSource => ({ cell_type: "markdown", source });

function tagged(source: string, tag: string): CellSource {
  return { cell_type: "code", source, metadata: { tags: [tag] }, outputs: [], execution_count: null };
}

/** The code of the cells that run, with those whose outputs are not saved in brackets. */
function ran(cells: readonly CellSource[], range: CellRange): string {
  const planned = planCells(parseNotebook(notebookText(cells, "x"), "x.ipynb"), "x.ipynb", range);
  return planned
    .flatMap(({ cell, action }) => (action === "skip" ? [] : [action === "run" ? cell.source : `(${cell.source})`]))
    .join(" ");
}

describe("a heading", () => {
  const cells = [
    text("# Load"),
    "a",
    text("## Read\n\nwords\n\n### Details"),
    "b",
    text("## Clean"),
    "c",
    text("Fit\n==="),
    "d",
  ];

  it.each([
    ["Load", "a b c"],
    ["read", "a b"],
    ["Details", "a b"],
    ["heading:Clean", "a b c"],
    ["Fit", "a b c d"],
  ])("%s stands for its section, with those inside it, after --until", (until, expected) => {
    expect(ran(cells, { until })).toBe(expected);
  });

  it.each([
    ["Load", "a b c d"],
    ["Read", "(a) b c d"],
    ["Fit", "(a) (b) (c) d"],
  ])("%s stands for its section after --from", (from, expected) => {
    expect(ran(cells, { from })).toBe(expected);
  });

  it("is offered where no cell is found", () => {
    expect(() => ran(cells, { until: "Fits" })).toThrow('its headings are "Load", "Read", "Details", "Clean", "Fit"');
  });
});

describe("--until the cell with the parameters", () => {
  const cells = [text("# T"), tagged("defaults", "parameters"), tagged("values", "injected-parameters"), "rest"];

  it.each(["tag:parameters", "2"])("as %s includes their values", (until) => {
    expect(ran(cells, { until })).toBe("defaults values");
  });
});
