import { expect, it } from "vitest";
import { withObjectLiteral } from "../../../../src/kernel/cell/syntax/object-literal.ts";

it.each([
  ["{ a: 1, b: 2 }", "({ a: 1, b: 2 }\n)"],
  ['{ x: "foo" }', '({ x: "foo" }\n)'],
  ["{}", "({}\n)"],
  ["{ a, ...b }", "({ a, ...b }\n)"],
  ["// a note\n{ a: 1 }; \n", "// a note\n;({ a: 1 }\n); \n"],
  ["{ a: 1 } // a note", "({ a: 1 } // a note\n)"],
  ["const p = 1\n{ p, q: 2 }", "const p = 1\n;({ p, q: 2 }\n)"],
  ["{ a: 1 } as const", "({ a: 1 } as const\n)"],
  ["{ a() { return 1 } }.a()", "({ a() { return 1 } }.a()\n)"],
  ["{ let a = 1 }\n{ b: 2 }", "{ let a = 1 }\n;({ b: 2 }\n)"],
])("%j ends in an object", (source, expected) => {
  expect(withObjectLiteral(source)?.source).toBe(expected);
});

it.each([
  "{ const a = 1; }",
  "{ console.log(1) }",
  "{ throw e }",
  "if (a)\n{ b }",
  "function f()\n{ a }",
  'declare module "x"\n{ }',
  "class A\n{ }",
  "interface A\n{ a: number }",
  "const a =\n{ b: 1 }",
  "const a = () =>\n{ b }",
  "outer:\n{ a }",
  "{ a } = b",
  "{ a: 1 }\nb",
  "f({\na: 1\n})",
])("%j has no object at its end", (source) => {
  expect(withObjectLiteral(source)).toBeUndefined();
});
