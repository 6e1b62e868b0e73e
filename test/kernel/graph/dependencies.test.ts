import { describe, expect, it } from "vitest";
import { cellNode } from "../../../src/kernel/graph/cell-node.ts";
import { circlesIn } from "../../../src/kernel/graph/circles.ts";
import { dependencyGraph } from "../../../src/kernel/graph/dependencies.ts";

/** The dependencies of cells, as `from>to names`, with `~` in place of `>` for those that only functions have. */
function graphOf(...sources: string[]): string[] {
  const { dependencies } = dependencyGraph(sources.map(cellNode));
  return dependencies.map(({ from, to, names, isLater }) => `${from}${isLater ? "~" : ">"}${to} ${names.join()}`);
}

describe("the dependencies of cells", () => {
  it.each([
    ["the last declaration before", ["const a = 1", "const a = 2", "a"], ["1>2 a"]],
    ["a redeclaration that reads the old value", ["let df = 1", "df = df + 1", "df"], ["0>1 df", "0>2 df", "1>2 df"]],
    ["a property that is set", ["const o = {}", "o.x = 1", "o"], ["0>1 o", "0>2 o", "1>2 o"]],
    ["an element that is set", ["const o = []", "o[0] = 1", "o"], ["0>1 o", "0>2 o", "1>2 o"]],
    ["a method that changes", ["const xs: number[] = []", "xs.push(1)", "xs.length"], ["0>1 xs", "0>2 xs", "1>2 xs"]],
    ["a method that looks", ["const xs = [1]", "xs.map(String)", "xs.length"], ["0>1 xs", "0>2 xs"]],
    ["a method called for what it does", ["const m = make()", "m.fit(1)\n2", "m"], ["0>1 m", "0>2 m", "1>2 m"]],
    ["an import", ['import * as pl from "nodejs-polars"', "pl.col('a')"], ["0>1 pl"]],
    ["types, which leave no trace", ["interface A { x: number }", "const a: A = { x: 1 }"], []],
    ["what a name hides", ["const a = 1", "((a: number) => a)(2)"], []],
    ["names of no cell", ["console.log(1)", "console.log(Math.PI)"], []],
    ["patterns", ["const { a, b: [c] } = f()", "c + a"], ["0>1 c,a"]],
    ["commands with code", ["const f = () => 1", "%timeit f()"], ["0>1 f"]],
    ["a cell that is not TypeScript", ["const a = 1", "const = ", "a"], ["0>2 a"]],
    ["only a later cell", ["b", "const b = 1"], ["1>0 b"]],
  ])("follow %s", (_what, cells, expected) => {
    expect(graphOf(...cells)).toEqual(expected);
  });

  it("lead through functions to the names that these read", () => {
    expect(graphOf("let rate = 1", "const f = () => rate", "rate = 2", "f()")).toEqual([
      "0~1 rate",
      "0>2 rate",
      "0>3 rate",
      "1>3 f",
      "2>3 rate",
    ]);
  });

  it("know the names that a called function changes", () => {
    expect(
      graphOf("const seen = new Set()", "function note(x: number) { seen.add(x) }", "note(1)", "seen.size"),
    ).toEqual(["0~1 seen", "0>2 seen", "0>3 seen", "1>2 note", "2>3 seen"]);
  });

  it("name the files that cells import, and no packages", () => {
    const node = cellNode('import { a } from "./lib/a.ts"; import b from "lodash"; export * from "../c";');
    expect(node?.files).toEqual(["./lib/a.ts", "../c"]);
  });

  it("tell which names a cell changes that others declare", () => {
    const { changed } = dependencyGraph(["const xs = []", "xs.push(1); const own = {}; own.a = 1"].map(cellNode));
    expect(changed.map((names) => [...names])).toEqual([[], ["xs"]]);
  });
});

describe("circles of cells", () => {
  it.each([
    [["const a = b", "const b = a"], [[0, 1]]],
    [["const a = 1", "const b = a"], []],
    [["f()", "const f = () => g", "const g = h", "const h = f()"], [[2, 3]]],
  ])("of %j are %j", (cells, expected) => {
    expect(circlesIn(dependencyGraph(cells.map(cellNode)).dependencies)).toEqual(expected);
  });
});
