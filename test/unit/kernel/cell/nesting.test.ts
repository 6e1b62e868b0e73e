import { expect, test } from "vitest";
import { isTooDeep } from "../../../../src/kernel/cell/nesting.ts";

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
] as const)("%#", ([source, expected]) => {
  expect(isTooDeep(source)).toBe(expected);
});
