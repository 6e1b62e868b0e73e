import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ParameterFileError } from "../../../src/run/setting-errors.ts";
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
