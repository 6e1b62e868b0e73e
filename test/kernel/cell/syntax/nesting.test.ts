import { expect, test } from "vitest";
import { isTooDeep, isTooDeepToRun } from "../../../../src/kernel/cell/syntax/nesting.ts";

test.for([
  ["", false],
  ["f(a[b], { c: <d>e }) ".repeat(5000), false],
  ["[".repeat(1000), false],
  ["[".repeat(1001), true],
  [`${"(".repeat(600)}${"{".repeat(600)}`, true],
  [`${")".repeat(5000)}${"(".repeat(1000)}`, false],
  ["if (a < b) c();\n".repeat(5000), false],
  [`a${"<b".repeat(1001)}`, true],
  [`a${" > b".repeat(5000)}`, false],
  [`a${" +\nb".repeat(9000)}`, true],
  [`${"!".repeat(9000)}a`, true],
  [`${"a ? b : ".repeat(5000)}c`, true],
  [`${"if (a) { b; } else ".repeat(5000)}c`, true],
  [`${"if (a) { b; } ".repeat(20_000)}c`, false],
  [`[${"a + b, ".repeat(20_000)}]`, false],
  ["let a = -1 + 2;\n".repeat(20_000), false],
  [`const data = "${"a+/=".repeat(5000)}";`, false],
] as const)("%#", ([source, expected]) => {
  expect(isTooDeep(source)).toBe(expected);
});

test.for([
  ["[".repeat(2500), false],
  ["[".repeat(3500), true],
  [`const tree = "${"(".repeat(5000)}";`, false],
  [`const tree = '${"(".repeat(5000)}'; // ${"(".repeat(5000)}`, false],
] as const)("to run, %#", ([source, expected]) => {
  expect(isTooDeepToRun(source)).toBe(expected);
});
