import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ParameterFileError } from "../../../src/run/errors/setting-errors.ts";
import { WrittenNumber } from "../../../src/run/parameters/parameter-value.ts";
import { readValues } from "../../../src/run/parameters/parameters-file.ts";
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

  it("keeps numbers as they are written, and Infinity and NaN", async () => {
    const id = new WrittenNumber("9007199254740993");
    const folder = scratch({
      "p.yaml": "id: 9007199254740993\nlr: 1.0\nbig: 1e21\nsteps: 10\nmax: .inf\nmin: -.inf\nnone: .nan\nempty:\n",
      "p.json": '{"id": 9007199254740993, "lr": 1.0, "steps": 10}',
    });
    expect(await readValues(join(folder, "p.yaml"))).toEqual({
      id,
      lr: new WrittenNumber("1.0"),
      big: new WrittenNumber("1e+21"),
      steps: 10,
      max: Infinity,
      min: -Infinity,
      none: Number.NaN,
      empty: null,
    });
    expect(await readValues(join(folder, "p.json"))).toEqual({ id, lr: new WrittenNumber("1.0"), steps: 10 });
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
