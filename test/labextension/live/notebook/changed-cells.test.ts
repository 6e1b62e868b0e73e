import { describe, expect, it } from "vitest";
import { changedCells, liveCells } from "../../../../labextension/src/live/notebook/changed-cells.ts";

const code = (id: string, source: string, ...tags: readonly string[]) => ({ id, type: "code", source, tags });

describe("the cells that are sent to the kernel", () => {
  it("are those of code that run, and those that may fail", () => {
    const cells = [
      code("a", "1"),
      { ...code("b", "# Title"), type: "markdown" },
      code("c", "2", "skip-execution"),
      code("d", "3", "raises-exception"),
      code("e", "4", "raises-exception:TypeError"),
    ];
    expect(liveCells(cells)).toEqual([
      { id: "a", source: "1", mayFail: false },
      { id: "d", source: "3", mayFail: true },
      { id: "e", source: "4", mayFail: true },
    ]);
  });
});

describe("the changes", () => {
  const before = liveCells([code("a", "1"), code("b", "2")]);

  it("are only the cells that differ, and the order of all", () => {
    expect(changedCells(liveCells([code("a", "1"), code("b", "3")]), before)).toEqual({
      order: ["a", "b"],
      cells: [{ id: "b", source: "3", mayFail: false }],
    });
  });

  it("are an order alone when cells move or go", () => {
    expect(changedCells(liveCells([code("b", "2"), code("a", "1")]), before)).toEqual({ order: ["b", "a"], cells: [] });
    expect(changedCells(liveCells([code("b", "2")]), before)).toEqual({ order: ["b"], cells: [] });
  });

  it("are none for equal cells", () => {
    expect(changedCells([...before], before)).toBeUndefined();
  });

  it("count a tag", () => {
    const tagged = liveCells([code("a", "1", "raises-exception"), code("b", "2")]);
    expect(changedCells(tagged, before)?.cells).toEqual([{ id: "a", source: "1", mayFail: true }]);
  });
});
