import { describe, expect, it } from "vitest";
import { topLevelVariables } from "../../../src/check/parameters/top-level-variables.ts";

describe("variablesIn", () => {
  it("reads names, values and comments above and beside a variable", () => {
    const code = `// how fast
let rate = 0.1; // per step
/**
 * The model
 * to use.
 */
const model: "a" | "b" = "a";
let none: string;

// about something else

export const list = [1, -2, "x", null, { a: true }] as const;
other = { "b": [] };`;
    expect(
      topLevelVariables(code).map(({ name, valueText, value, description }) => [name, valueText, value, description]),
    ).toEqual([
      ["rate", "0.1", 0.1, "how fast per step"],
      ["model", '"a"', "a", "The model to use."],
      ["none", undefined, undefined, ""],
      ["list", '[1, -2, "x", null, { a: true }] as const', [1, -2, "x", null, { a: true }], ""],
      ["other", '{ "b": [] }', { b: [] }, ""],
    ]);
  });

  it("has no value for a computed variable", () => {
    const found = topLevelVariables("const a = f(), b = [f()], c = { [d]: 1 }, e = -f, g = { ...h }, i = 10n;");
    expect(found.map(({ value }) => value)).toEqual(Array.from({ length: 6 }));
  });

  it("does not take a trailing comment for the next variable's", () => {
    expect(topLevelVariables("let a = 1; // first\nlet b = 2;").map(({ description }) => description)).toEqual([
      "first",
      "",
    ]);
  });

  it("finds nothing in code that is not TypeScript", () => {
    expect(topLevelVariables("const = 1")).toEqual([]);
  });
});
