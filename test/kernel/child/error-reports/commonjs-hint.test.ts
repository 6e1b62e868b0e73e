import { expect, test } from "vitest";
import { commonJsHint } from "../../../../src/kernel/child/error-reports/commonjs-hint.ts";

test.for([
  ["__dirname", "Cells are ES modules: write import.meta.dirname instead of __dirname"],
  ["__filename", "Cells are ES modules: write import.meta.filename instead of __filename"],
  ["dirname", undefined],
] as const)("the hint for %s", ([name, hint]) => {
  expect(commonJsHint("ReferenceError", `${name} is not defined`)).toBe(hint);
  expect(commonJsHint("Error", `${name} is not defined`)).toBeUndefined();
});
