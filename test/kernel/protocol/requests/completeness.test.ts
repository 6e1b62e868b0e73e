import { expect, test } from "vitest";
import { completeness } from "../../../../src/kernel/protocol/requests/completeness.ts";

test.for([
  ["1 + 1", { status: "complete" }],
  ["function f() {", { status: "incomplete", indent: "  " }],
  ["const a = );", { status: "invalid" }],
  ["%timeit 1 + 1", { status: "complete" }],
  ["!ls \\", { status: "incomplete", indent: "" }],
  ["1\n  !ls -l \\\n", { status: "incomplete", indent: "  " }],
  ["!ls \\\n -l", { status: "complete" }],
  ["!ls \\\\", { status: "complete" }],
  ["!ls \\\n\n", { status: "complete" }],
  ["%timeit 1 \\", { status: "complete" }],
  ["!ls\nconst a = [", { status: "incomplete", indent: "  " }],
  // Such deep nesting would crash the parser, and with it the process.
  ["[".repeat(20_000), { status: "unknown" }],
  [`1${" + 1".repeat(100_000)}`, { status: "unknown" }],
  [`${"!".repeat(100_000)}1`, { status: "unknown" }],
] as const)("%#", ([code, expected]) => {
  expect(completeness(code)).toEqual(expected);
});

test.for([
  "(a, b) =>",
  "(a, b) => // first",
  "const f = (a, b) =>",
  "const f = async (a) =>",
  "arr.map((x, i) =>",
  "all(arr.map((x, i) =>",
  "a?.",
  "x = a?.",
  "import('x'",
  "await import('x'",
  "import.",
  "new.",
  "function f()",
  "function f(a: number): string",
  "async function g()",
  "export function f()",
  "export default function ()",
  "function f(a: string): void;\nfunction f(a: number): void;",
  "const x",
  "const x: number",
  "const {a}",
  "const a = 1, b",
  "const o = { m()",
])("waits for the rest of %s", (code) => {
  expect(completeness(code)).toMatchObject({ status: "incomplete" });
});

test.for([
  "declare function f(): void",
  "export declare function f(): void",
  "function f() {}",
  "let x",
  "let x: number",
])("takes %s for complete", (code) => {
  expect(completeness(code)).toEqual({ status: "complete" });
});

test.for([
  "const x;",
  "const x\nconst y",
  "const x y",
  "const x;\nfoo(",
  "a b",
  "a b.",
  "a?.;",
  "'abc.",
  "/abc.",
  "foo(a b",
  "(a, b) => )",
  "import('x', 'y', 'z')",
  "import.x",
  "x = = 1",
  "}",
  "if (a) } else {",
])("takes %s for invalid", (code) => {
  expect(completeness(code)).toEqual({ status: "invalid" });
});
