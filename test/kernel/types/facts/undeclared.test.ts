import { expect, test } from "vitest";
import { readCell } from "../../../../src/kernel/types/facts/cell-facts.ts";
import { withoutUndeclared } from "../../../../src/kernel/types/facts/undeclared.ts";

function left(code: string, ...undeclared: string[]) {
  const facts = readCell(code);
  if (!facts) throw new SyntaxError(code);
  const partial = withoutUndeclared(facts, new Set(undeclared));
  return { code: partial.code, names: partial.declarations.map(({ name }) => name) };
}

test.each<[string, string, string[], string, string[]]>([
  ["a statement that did not run", "const a = 1;\nlet b = a;", ["b"], "const a = 1;\n          ", ["a"]],
  ["one over lines", "class A {\n}\nconst b = 1;", ["A"], "         \n \nconst b = 1;", ["b"]],
  ["a function, which is there", "const a = 1; function f() {}", ["a"], "             function f() {}", ["f"]],
  ["types, which need not run", "type T = 1; class C {}", ["C"], "type T = 1;           ", ["T"]],
  ["a part of a pattern", "const { a, b } = c;", ["b"], "const { a, b } = c;", ["a"]],
  ["an import", "import { a, b } from 'c';\na;", ["a", "b"], "                         \na;", []],
  ["var in a block", "if (1) { var a = 1 }", ["a"], "                    ", []],
])("leaves out %s", (_what, code, undeclared, rest, names) => {
  expect(left(code, ...undeclared)).toEqual({ code: rest, names });
});

test("treats statements after the declarations as not run", () => {
  const facts = readCell("let a: 1 | 2 = 1; o.p = 1;");
  expect(facts && withoutUndeclared(facts, new Set())).toMatchObject({ isPartial: true, properties: new Map() });
});
