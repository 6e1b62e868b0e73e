import { expect, it } from "vitest";
import { restoredSource } from "../../../../src/kernel/cell/restoring/restored-source.ts";

const value = (name: string) => `${name} = __tsnb__.restored["${name}"]`;

it.each([
  ["import a from 'a'; const x: number = f();\nx;", `import a from 'a'; const ${value("x")}`],
  ["const { a, b: [c] } = f(), g = () => a;", `const ${value("a")}, ${value("c")}`],
  ["let n: string;", `let ${value("n")}`],
  ["const {} = f();", "const [] = []"],
])("keeps declarations of %s", (source, expected) => {
  expect(restoredSource(source)).toContain(expected);
});

it("leaves functions, classes, enums and types, and drops everything else, line by line", () => {
  const source =
    "f();\nfunction f() {\n  return 1;\n}\nclass A {}\nenum E { a }\ntype T = 1;\nlog(\n  f(),\n);\nconst g = () => 2;";
  const restored = restoredSource(source);
  expect(restored.split("\n").map((line) => line.trimEnd())).toEqual([
    "",
    "function f() {",
    "  return 1;",
    "}",
    "class A {}",
    "enum E { a }",
    "type T = 1;",
    "",
    "",
    "",
    "const g = () => 2;",
  ]);
});
