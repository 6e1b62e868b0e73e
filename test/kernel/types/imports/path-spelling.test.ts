import { expect, it } from "vitest";
import { spellingIn } from "../../../../src/kernel/types/imports/path-spelling.ts";

it.each([
  [[], "./rain.ts"],
  [["const a = 1;"], "./rain.ts"],
  [['import { a } from "./a.ts"', 'import { b } from "./b"'], "./rain.ts"],
  [["import { a } from './a'"], "./rain"],
  [['const { a } = await import("./a.js")'], "./rain.js"],
  [['import { a } from "./other.ipynb"'], "./rain.ts"],
  [['import { a } from "a"'], "./rain.ts"],
])("names files as the notebook does: %j", (codes, expected) => {
  expect(spellingIn(codes)("./rain.ts")).toBe(expected);
});

it("keeps the kind of module in the extension of the compiled file", () => {
  expect(spellingIn(['import "./a.js"'])("../lib/rain.mts")).toBe("../lib/rain.mjs");
});
