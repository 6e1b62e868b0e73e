import { describe, expect, it } from "vitest";
import { parseCell } from "../../../../src/kernel/cell/syntax/parse.ts";
import { moduleProblem, RestorableCells } from "../../../../src/kernel/cell/restoring/restorable.ts";

/** The problem with restoring the last of these cells; undefined when there is none. */
function problemOf(...sources: readonly string[]): string | undefined {
  const cells = new RestorableCells(({ source }) => (source.value === "bad" ? "it imports bad" : undefined));
  return sources.map((source) => cells.add(source)).at(-1);
}

describe("cells whose effect is in the values of their names", () => {
  it.each([
    ["const a = [1].map((x) => x * 2); console.log(a); a"],
    ['import pl from "nodejs-polars";\nconst df = pl.readCSV("a.csv").filter(pl.col("x").gt(1));\ndf.head()'],
    ["let n = 0;\nfor (const i of [1, 2]) n += i;\nif (n > 1) { n = Math.max(n, 3); }"],
    ["type A = { x: number }; interface B {} enum C { a, b }\nconst a: A = { x: C.a };"],
    ["async function f() { return 1; }\nconst x = await f();"],
    ["class P { #x = 1; get x() { return this.#x; } }\nconst y = new P().x;"],
    ["const d = new Date(2020, 1); const m = new Map([[1, Date.UTC(2020, 1)]]); m.set(2, 3);"],
    ["await new Promise((resolve) => setTimeout(resolve, 1));"],
    ["const o = { a: 1 }; o.a = 2; delete o.a; const { b = 1, ...c } = { b: 2, d: 3 };"],
  ])("are restorable: %s", (source) => {
    expect(problemOf(source)).toBeUndefined();
  });

  it("may use and change the names of earlier cells", () => {
    expect(
      problemOf("let a = 1; const f = () => a;", "a += f(); const b = [a];", "b.push(1); b.length = 0;"),
    ).toBeUndefined();
  });

  it("have names with values, and names that are made again", () => {
    const cells = new RestorableCells(() => undefined);
    cells.add('import { x } from "a"; const [a, { b }] = [1, { b: 2 }]; let c; const f = () => 1; function g() {}');
    cells.add("class A {} enum E { a } const x = 2; let g = 3;");
    expect(cells.values).toEqual(["a", "b", "c", "x", "g"]);
    expect(cells.made).toEqual(["f", "A", "E"]);
  });
});

describe("cells that do more", () => {
  it.each([
    ["const t = Date.now();", "it reads the clock"],
    ["const t = new Date();", "it reads the clock"],
    ["const now = Date;", "it reads the clock"],
    ["const r = Math.random();", "it uses Math.random"],
    ['const r = Math["random"]();', "it uses Math.random"],
    ["const M = Math;", "it passes on Math"],
    ["const r = await fetch('http://x');", "it uses fetch"],
    ["const e = process.env.A;", "it uses process"],
    ["globalThis.x = 1;", "it uses globalThis"],
    ["undeclared = 1;", "it assigns to undeclared, which no cell declares"],
    ["const f = require('x');", "it uses require"],
    ["eval('1');", "it uses eval"],
    ["setInterval(() => {}, 1);", "it uses setInterval"],
    ["setTimeout(() => {}, 1).unref();", "it uses .unref"],
    ["const p = import('./a.ts');", "it imports while it runs"],
    ["const u = import.meta.url;", "it uses import.meta"],
    ["Array.prototype.last = () => 1;", "it changes a property of Array"],
    ["const p = Map.prototype;", "it uses .prototype"],
    ["Array.isArray = () => true;", "it changes a property of Array"],
    ["console.log = () => {};", "it changes a property of console"],
    ["console.time('a');", "it uses console.time"],
    ["Object.assign(Math, {});", "it uses Object.assign"],
    ['import pl from "nodejs-polars"; pl.Config.setTblRows(1);', "it uses .Config"],
    ['import pl from "nodejs-polars"; pl.DataFrame({}).writeCSV("a.csv");', "it calls writeCSV"],
    [
      'import pl from "nodejs-polars"; const n = "a"; const df = pl.readCSV(`${n}.csv`);',
      "it calls readCSV with a path",
    ],
    ['import pl from "nodejs-polars"; const df = pl.readCSV("https://x.org/a.csv");', "it calls readCSV with a path"],
    ['import pl from "nodejs-polars"; const s = pl.Series([1]).sample(1);', "it uses .sample"],
    ['import { config } from "x"; config.a = 1;', "it changes a property of config"],
    ['import { a } from "bad";', "it imports bad"],
    ["function f() {}\nf.cache = 1;", "it changes a property of f"],
    ["let f = () => 1;\nf = () => 2;", "it assigns to f"],
    ["class A { static x = 1; }", "the class A runs code when it is declared"],
    ["class A { static { f(); } }", "the class A runs code when it is declared"],
    ["namespace N { export const a = 1; }", "it has a namespace or an export list"],
    ["for (var i = 0; i < 1; i++) {}", "it declares a var in a block"],
    ["async function f() {}\nf();", "it does not await f"],
    ["const f = async () => {};\nvoid f();", "it does not await f"],
    ["using x = open();", "it uses open"],
    ["!ls", "it uses ls"],
    ["%who", "it is not plain TypeScript"],
    ["const x = ;", "it is not plain TypeScript"],
  ])("are not: %s", (source, problem) => {
    expect(problemOf(source)).toContain(problem);
  });
});

describe("a file of the project that cells import", () => {
  const problem = (source: string) => {
    const program = parseCell(source)?.parsed.program;
    if (program === undefined) throw new Error("it does not parse");
    return moduleProblem(program, () => undefined);
  };

  it.each([
    ['import { b } from "./b.ts";\nexport const K = 3, NAME = "n";\nexport function f(x: number) { return b(x) * K; }'],
    ["export const f = (x: number[]) => x.map((y) => y + 1);\nexport class A { x = 1 }\nexport type T = string;"],
  ])("has no state: %s", (source) => {
    expect(problem(source)).toBeUndefined();
  });

  it.each([
    ["let n = 0; export const next = () => ++n;", "it keeps a value (n) that can change"],
    ["const cache = new Map(); export const f = (x: string) => cache.get(x);", "it keeps a value (cache)"],
    ["const list = [1]; export const f = () => list;", "it keeps a value (list)"],
    ["console.log('loaded'); export const a = 1;", "it runs code when it is loaded"],
    ["export default function f() {}", "it exports by default"],
    ["export const f = () => Math.random();", "it uses Math.random"],
    ["const K = 1; function set() { K = 2; }", "it assigns to K"],
  ])("has state, or may have: %s", (source, expected) => {
    expect(problem(source)).toContain(expected);
  });
});
