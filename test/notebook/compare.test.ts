import { describe, expect, it } from "vitest";
import { compareOutputs } from "../../src/notebook/compare.ts";
import type { Notebook, Output } from "../../src/notebook/types.ts";

function notebook(...cells: (readonly Output[])[]): Notebook {
  return {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {},
    cells: cells.map((outputs, index) => ({
      cell_type: "code",
      id: `c${index}`,
      metadata: {},
      source: `cell ${index}`,
      execution_count: index,
      outputs,
    })),
  };
}

const stdout = (text: string): Output => ({ output_type: "stream", name: "stdout", text });
const result = (text: string, execution_count: number): Output => ({
  output_type: "execute_result",
  execution_count,
  data: { "text/plain": text },
  metadata: {},
});

const shown = (metadata: object): Output => ({ output_type: "display_data", data: {}, metadata: { ...metadata } });

describe("compareOutputs", () => {
  it("finds nothing where only counts and the pieces of a stream differ", () => {
    const before = notebook([stdout("a\n"), stdout("b\n")], [result("1", 5)]);
    const after = notebook([stdout("a\nb\n")], [result("1", 2)]);
    expect(compareOutputs(before, after)).toEqual([]);
  });

  it("names the cell and shows the lines that differ", () => {
    const before = notebook([stdout("same")], [stdout("one\ntwo\nthree")]);
    const after = notebook([stdout("same")], [stdout("one\nTWO\nthree")]);
    expect(compareOutputs(before, after)).toEqual([
      { cell: 2, source: "cell 1", diff: "- stdout: two\n+ stdout: TWO" },
    ]);
  });

  it("shows only the start of a long difference", () => {
    const lines = Array.from({ length: 20 }, (_, index) => `line ${index}`).join("\n");
    const [difference] = compareOutputs(notebook([stdout("x")]), notebook([stdout(`${lines}\n${"y".repeat(500)}`)]));
    expect(difference?.diff.split("\n")).toEqual([
      "- stdout: x",
      ...[0, 1, 2, 3, 4].map((index) => `+ stdout: line ${index}`),
      "+ … 16 more lines",
    ]);
  });

  it("sees an output that is gone, one that is new, and a cell that is new", () => {
    const before = notebook([stdout("a")], []);
    const after = notebook([], [result("1", 1)], [stdout("b")]);
    expect(compareOutputs(before, after).map(({ cell }) => cell)).toEqual([1, 2, 3]);
  });

  it("sees metadata", () => {
    expect(compareOutputs(notebook([shown({})]), notebook([shown({ width: 1 })]))).toHaveLength(1);
  });
});
