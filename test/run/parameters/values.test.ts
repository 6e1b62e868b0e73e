import { describe, expect, it } from "vitest";
import { combinationsOf, listIn, suffixOf } from "../../../src/run/parameters/values.ts";

describe("a matrix", () => {
  it("is every combination, each with a name for files", () => {
    const combinations = combinationsOf({ lr: [0.1, 0.01], mode: ["a/b", "c"] });
    expect(combinations.map(suffixOf)).toEqual([
      "lr=0.1-mode=a_b",
      "lr=0.1-mode=c",
      "lr=0.01-mode=a_b",
      "lr=0.01-mode=c",
    ]);
    expect(combinationsOf({}).map(suffixOf)).toEqual([""]);
  });

  it("has values for each name, and none twice", () => {
    expect(() => combinationsOf({ x: [1, 2, 1] })).toThrow('Reading the option "matrix": x has the value 1 twice.');
    expect(() => combinationsOf({ x: [] })).toThrow(/x has no values/);
    expect(combinationsOf({ x: [1, "1"] })).toHaveLength(2);
  });

  it("is written with commas, or as a JSON list", () => {
    expect(listIn("0.1, 0.01")).toEqual(["0.1", "0.01"]);
    expect(listIn('["a,b", 2]')).toEqual(["a,b", 2]);
    expect(listIn("[a")).toEqual(["[a"]);
  });
});
