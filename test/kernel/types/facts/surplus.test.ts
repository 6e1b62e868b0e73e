import { expect, test } from "vitest";
import { readCell } from "../../../../src/kernel/types/facts/cell-facts.ts";
import { withoutSurplus } from "../../../../src/kernel/types/facts/surplus.ts";

test.for([
  [
    "a cell without declarations",
    "const a = 1;\na;\nif (a) { log(a); }\nfor (const b of []) log(b);\ntype C = 1;",
    "const a = 1;\n;\n;\n;\ntype C = 1;",
  ],
  [
    "values whose type is written down",
    "const a: A[] = [{ b: [1] }], c = 2;\nexport const d: pl.DataFrame = e();",
    "const a: A[] = null!, c = 2;\nexport const d: pl.DataFrame = null!;",
  ],
  ["no values that may say which of several types it is", "const a: A = f();\nconst b: 1 | 2 = 1;", undefined],
  [
    "bodies whose type is written down",
    "async function f(a = 1): Promise<A> { return a; }",
    "async function f(a = 1): Promise<A> { return null!; }",
  ],
  [
    "no expression from which types are inferred",
    "const a = { b: 1 };\nfunction f() { return a; }\nclass C { d(): number { return 1; } }",
    undefined,
  ],
  ["nothing of generators", "function* f(): Generator<1> { yield 1; }", undefined],
  ["no block with a variable of the cell", "if (a) { var b = 1; }", undefined],
  ["no statement of a cell that assigns", "a = 1;\na;", undefined],
  ["no statement of a cell that makes sure of something", "if (!a) throw new Error();\nassert(b);", undefined],
  ["no value of a cell that narrows a type", "const a: A | undefined = f();\nif (!a) throw new Error();", undefined],
  ["no statement of a cell whose variables find their type", "let a;\nlog(a);", undefined],
] as const)("%s", ([, code, expected]) => {
  const { surplus = [], isStraight = true } = readCell(code) ?? {};
  expect(withoutSurplus(code, surplus, isStraight)).toBe(expected ?? code);
});
