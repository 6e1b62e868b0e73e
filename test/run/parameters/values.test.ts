import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ParameterFileError } from "../../../src/run/setting-errors.ts";
import { combinationsOf, listIn, readValues, suffixOf } from "../../../src/run/parameters/values.ts";
import { scratch } from "../../support/scratch.ts";

describe("a file of parameters", () => {
  it("is YAML or JSON", async () => {
    const folder = scratch({
      "p.yaml": "lr: 0.1\ntags: [a, b]\nday: 2026-11-29\n",
      "p.json": '{"lr": 0.2}',
      "e.yml": "",
    });
    expect(await readValues(join(folder, "p.yaml"))).toEqual({ lr: 0.1, tags: ["a", "b"], day: "2026-11-29" });
    expect(await readValues(join(folder, "p.json"))).toEqual({ lr: 0.2 });
    expect(await readValues(join(folder, "e.yml"))).toEqual({});
  });

  it.each([
    ["none.yaml", /ENOENT/],
    ["bad.json", /JSON/],
    ["bad.yaml", /Reading the parameters in .*bad\.yaml/],
    ["list.yaml", /not a mapping of names to values/],
  ])("that is %s is refused", async (name, message) => {
    const folder = scratch({ "bad.json": "{", "bad.yaml": "a: [", "list.yaml": "- 1" });
    await expect(readValues(join(folder, name))).rejects.toThrow(ParameterFileError);
    await expect(readValues(join(folder, name))).rejects.toThrow(message);
  });
});

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
