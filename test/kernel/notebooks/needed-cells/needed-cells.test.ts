import { describe, expect, it } from "vitest";
import { notebookModule } from "../../../../src/kernel/notebooks/notebook-module.ts";
import { runFor } from "../../../../src/kernel/notebooks/needed-cells/cells-to-run.ts";
import { notebookText } from "../../../support/notebooks.ts";

/** The numbers of the cells that an import of names runs, from 1. */
function needed(names: string, ...cells: string[]): number[] {
  const load = (): string => "{}";
  const module = notebookModule(notebookText(cells), "a.ipynb", {
    load,
    starNames: () => ({ names: [], packages: [] }),
    settings: {},
  });
  return runFor(module, names.split(" "), "a.ipynb").cells.map((at) => at + 1);
}

describe("the cells that an imported name needs", () => {
  it("declare it and everything that its declaration reads", () => {
    expect(needed("c", "const a = 1", "const b = a", "const c = b", "const d = c", "const e = 1")).toEqual([1, 2, 3]);
  });

  it("are not those that only export a name from another module", () => {
    expect(needed("c", "const a = 1", 'export { a } from "m"', "const c = a")).toEqual([1, 3]);
  });

  it("are its last declaration and the earlier cells that it reads", () => {
    expect(needed("n", "const n = 1", "const m = n", "const n = 3")).toEqual([3]);
    expect(needed("n", "const n = [1]", "const n = n.concat(2)", "n.length")).toEqual([1, 2]);
    expect(needed("m", "const n = 1", "const m = n", "const n = 3")).toEqual([1, 2]);
    expect(needed("a", "var a = 1", "var a")).toEqual([1, 2]);
  });

  it("include names that functions may read at the end", () => {
    expect(needed("f", "const n = 1", "const f = () => n", "const n = 3", "const m = 4")).toEqual([1, 2, 3]);
    expect(needed("f", "function f() { return g() }", "const g = () => h", "const h = 1")).toEqual([1, 2, 3]);
    expect(needed("doubled", "const k = 2", "const doubled = [1].map((x) => x * k)", "const k = 3")).toEqual([1, 2]);
  });

  it.each([
    ["an assignment", "let a = 1", "a = 2"],
    ["an update", "let a = 1", "a++"],
    ["an assignment in a pattern", "let a = 1", "[{ x: a }] = [{ x: 2 }]"],
    ["a set property", "const a = {}", "a.b.c = 1"],
    ["an element", "const a = []", "for (const x of [1]) a[x] = x"],
    ["a deleted property", "const a = {}", "if (true) { delete a.b }"],
    ["a method called for what it does", "const a = new Map()", "await a.load(1)"],
    ["a method that changes, in an expression", "const a = [1]", "const last = a.pop()"],
    ["a method in a callback", "const a = []", "[1].forEach((x) => a.push(x))"],
    ["Object.assign", "const a = {}", "Object.assign(a, { b: 1 })"],
    ["a function that is called", "let a = 0; function add() { more() }; function more() { a += 1 }", "add()"],
    ["a function that is handed on", "let a = 0; const add = () => { a += 1 }", "[1, 2].forEach(add)"],
    ["a function that changes what it gets", "const a = []; function fill(rows) { rows.push(1) }", "fill(a)"],
    ["a package that is set up", "import a from 'a'", "a.extend(1)"],
    ["a global", "const b = process.env.A; const a = () => process.env.A", "process.env.A = 'x'"],
  ])("include those that change it by %s", (_how, declaring, changing) => {
    expect(needed("a", "const other = 1", declaring, changing, "const last = 1")).toEqual([2, 3]);
  });

  it("exclude those that only read it", () => {
    const looking = ["console.log(a)", "a.head()", "show(a)", "display.html(a)", "const copy = a.slice()", "a"];
    expect(needed("a", "import { display, show } from 'd'", "const a = [1]; console.log(a)", ...looking)).toEqual([2]);
    expect(needed("f", "import { display } from 'd'; const f = () => display", "display.html('x')")).toEqual([1]);
  });

  it("include imports for their effects, before them", () => {
    expect(needed("b", "import 'setup'", "const a = 1", "const b = 2", "import 'late'")).toEqual([1, 3]);
  });
});
