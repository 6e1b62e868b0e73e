import { expect, test } from "vitest";
import { completeness } from "../../../src/kernel/completeness.ts";

test.for([
  ["1 + 1", { status: "complete" }],
  ["function f() {", { status: "incomplete", indent: "  " }],
  ["const a = );", { status: "invalid" }],
  ["%timeit 1 + 1", { status: "complete" }],
  ["!ls\nconst a = [", { status: "incomplete", indent: "  " }],
  // Given to the parser, these end the process.
  ["[".repeat(20_000), { status: "unknown" }],
  [`1${" + 1".repeat(100_000)}`, { status: "unknown" }],
  [`${"!".repeat(100_000)}1`, { status: "unknown" }],
] as const)("%#", ([code, expected]) => {
  expect(completeness(code)).toEqual(expected);
});
