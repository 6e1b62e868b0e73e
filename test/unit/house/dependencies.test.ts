import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

it.each(["@types/node", "tslab", "typescript"])(
  "installs %s, which is looked up by its name, with the package",
  (name) => {
    const about: unknown = JSON.parse(readFileSync(new URL("../../../package.json", import.meta.url), "utf8"));
    expect(about).toHaveProperty(["dependencies", name]);
  },
);
