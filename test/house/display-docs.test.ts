import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { entries, publicNames } from "../support/public-api.ts";

it("docs/display.md names everything that tsnb/display exports, types apart", () => {
  const page = readFileSync(join(import.meta.dirname, "..", "..", "docs", "display.md"), "utf8");
  const display = entries().filter(({ entry }) => entry === "tsnb/display");
  const names = display.flatMap(publicNames).filter(({ isType }) => !isType);
  expect(names.length).toBeGreaterThan(20);
  expect(names.map(({ name }) => name).filter((name) => !new RegExp(`\\b${name}\\b`).test(page))).toEqual([]);
});
