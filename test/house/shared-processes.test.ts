import { readFileSync } from "node:fs";
import { join } from "node:path";
import { globSync } from "tinyglobby";
import { expect, it } from "vitest";
import { replacing } from "../../vitest.config.ts";

const root = join(import.meta.dirname, "..", "..");

it("replaces modules only in tests with their own process", () => {
  const files = globSync("test/**/*.test.ts", { cwd: root });
  const found = files.filter((file) => /^vi\.(?:do)?[mM]ock\(/m.test(readFileSync(join(root, file), "utf8")));
  expect(found.toSorted()).toEqual(globSync(replacing, { cwd: root }).toSorted());
});
