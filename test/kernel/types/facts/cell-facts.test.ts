import { describe, expect, test } from "vitest";
import { readCell, readDraft, wordsIn } from "../../../../src/kernel/types/facts/cell-facts.ts";

function declared(code: string): string[] {
  return readCell(code)?.declarations.map(({ kind, name }) => `${kind} ${name}`) ?? [];
}

describe("readCell", () => {
  test.for([
    ["const a = 1, { b, c: [d = 2], ...e } = f;", ["const a", "const b", "const d", "const e"]],
    ["let a; let b: string; let c = 1; var d;", ["auto a", "let b", "let c", "auto d"]],
    [
      "let a = null, b = undefined, c = []; const d = [], e = null, f = [1]; let g: number[] = []; const h: number[] = [];",
      ["auto a", "auto b", "letArray c", "array d", "const e", "const f", "let g", "const h"],
    ],
    ["using a = b; await using c = d;", ["const a", "const c"]],
    [
      "function a() {} async function* b() {} declare function c(): void; class D {}",
      ["function a", "function b", "function c", "class D"],
    ],
    [
      "enum A { B } declare const enum C { D } namespace E {} declare module F {}",
      ["enum A", "enum C", "namespace E", "namespace F"],
    ],
    ["interface A {} type B = 1;", ["interface A", "type B"]],
    [
      `import a, { b as c, type D } from "x"; import * as e from "y"; import f = require("z"); import type G from "w";`,
      ["import a", "import c", "import D", "import e", "import f", "import G"],
    ],
    ["export const a = 1; export default function b() {} export { a as c };", ["const a", "function b"]],
    [
      "if (x) { var a = 1; let b; } for (var c of d) {} for (let e;;) {} function f() { var g; }",
      ["let a", "auto c", "function f"],
    ],
    [`declare global { var a: 1 } declare module "b" { const c: 1 } x; { let d; }`, []],
  ] as const)("%s", ([code, expected]) => {
    expect(declared(code)).toEqual(expected);
  });

  test("distinguishes TSX from TypeScript", () => {
    expect(readCell("<b>x</b>")?.language).toBe("typescriptreact");
    expect(readCell("<T>(a: T) => a")?.language).toBe("typescript");
    expect(readCell("<string>a")?.language).toBe("typescript");
    expect(readCell("const =")).toBeUndefined();
  });

  test("separates uses at the top level from uses in functions", () => {
    const facts = readCell("a; () => b; class C { d = e } const { f } = g; h = 1; i++; for (j of []) {}");
    expect(facts?.direct.map(({ name }) => name)).toEqual(["a", "e", "g", "h", "i", "j"]);
    expect(facts?.nested.map(({ name }) => name)).toEqual(["b"]);
    expect([...(facts?.assigned ?? [])]).toEqual(["h", "i", "j"]);
  });

  test("finds the arrays that grow, at the top level and in functions", () => {
    const facts = readCell("a.push(1); b[0] = c[1]; if (d) e.unshift(2); f.pop(); g.h.push(3); () => { i.push(4); }");
    expect([...(facts?.grown ?? [])]).toEqual(["a", "b", "e"]);
    expect([...(facts?.grownInside ?? [])]).toEqual(["i"]);
  });

  test("finds the properties that are set at the top level", () => {
    const facts = readCell("a.b = 1; a.b.c += 2; if (d) e.f ??= g.h; i[0].j = k().l = 3; () => { m.n = 4; }");
    expect([...(facts?.properties ?? [])].map(([name, paths]) => [name, ...paths])).toEqual([
      ["a", "b", "b.c"],
      ["e", "f"],
    ]);
  });

  test("finds the modules and the places of their names", () => {
    const code = `import "a"; export * from 'b'; const c = await import("c"), d = import(e);
import f = require("f"); type G = typeof import('g'); import(\`h\`, { with: {} });`;
    const modules = readCell(code)?.modules ?? [];
    expect(modules.map(({ name, start }) => [name, code.slice(start + 1, start + 2)])).toEqual([
      ["a", "a"],
      ["b", "b"],
      ["f", "f"],
      ["c", "c"],
      ["g", "g"],
      ["h", "h"],
    ]);
  });

  test("reads generics, members, bases and comments of declarations", () => {
    const [shape] =
      readCell("/** A shape. */\nexport interface Shape<T = 1> extends A<T>, B { a: T; b(): void; 'c-d'?: 2 }")
        ?.declarations ?? [];
    expect(shape).toMatchObject({
      documentation: "/** A shape. */",
      typeParameters: { declared: "<T = 1>", used: "<T>" },
      heritage: "A<T>, B",
      body: " a: T; b(): void; 'c-d'?: 2 ",
    });
    expect([...(shape?.members ?? [])]).toEqual([
      ["a", "a: T;"],
      ["b", undefined],
      ["'c-d'", "'c-d'?: 2"],
    ]);
  });
});

describe("readDraft", () => {
  test.for([
    ["const a = 1;\nb.|", ["a"]],
    ["const a = 1;\nf(b.|", ["a"]],
    ["const a = 1;\nconst c = `${b.|", ["a"]],
    ["const a = 1;\nif (x) {\n  let y = z.|", ["a", "y"]],
    ["const a = 1;\n) ( }\nfunction b() {}\nc.|", ["a", "b"]],
    ["import { | } from 'x';\nconst a = 1;", ["a"]],
    ["", []],
  ] as const)("%s", ([marked, expected]) => {
    const offset = Math.max(0, marked.indexOf("|"));
    const facts = readDraft(marked.replace("|", ""), offset);
    expect(facts.declarations.map(({ name }) => name)).toEqual(expected);
    expect(facts.code).toBe(marked.replace("|", ""));
  });
});

test("words are all possible names", () => {
  expect([...wordsIn("größe + 𝒳1 - $a._b; 'in text'; a.b")]).toEqual([
    "größe",
    "𝒳1",
    "$a",
    "_b",
    "in",
    "text",
    "a",
    "b",
  ]);
});
