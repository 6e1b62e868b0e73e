import { join } from "node:path";
import { expect, it } from "vitest";
import { isFolderSource, ownSource } from "../../src/starter/own-source.ts";
import { scratch } from "../support/scratch.ts";

function installed(resolved: string | undefined): string {
  const lock = { packages: { "node_modules/tsnb": { version: "1.2.3", ...(resolved && { resolved }) } } };
  return scratch({
    "node_modules/.package-lock.json": JSON.stringify(lock),
    "node_modules/tsnb/package.json": JSON.stringify({ version: "1.2.3" }),
  });
}

it.each([
  ["the registry", "https://registry.example/tsnb/-/tsnb-1.2.3.tgz", "^1.2.3"],
  ["a registry that the lock file does not name", undefined, "^1.2.3"],
  ["a file, from the new project's folder", "file:../tsnb-1.2.3.tgz", "file:../../tsnb-1.2.3.tgz"],
  ["a repository", "git+ssh://git@example.org/tsnb.git#0123", "git+ssh://git@example.org/tsnb.git#0123"],
])("a new project gets tsnb from %s", (_, resolved, expected) => {
  const folder = installed(resolved);
  expect(ownSource(join(folder, "project"), join(folder, "node_modules", "tsnb"))).toBe(expected);
});

it("takes the version where npm has left no list of what it installed", () => {
  const folder = scratch({ "node_modules/tsnb/package.json": JSON.stringify({ version: "1.2.3" }) });
  expect(ownSource(join(folder, "project"), join(folder, "node_modules", "tsnb"))).toBe("^1.2.3");
});

it("takes the folder of a clone, which npm is to copy", () => {
  const folder = scratch({ "tsnb/package.json": "{}" });
  const source = ownSource(join(folder, "project"), join(folder, "tsnb"));
  expect(source).toBe("file:../tsnb");
  expect(isFolderSource(source)).toBe(true);
  expect(isFolderSource("file:../tsnb-1.2.3.tgz")).toBe(false);
  expect(isFolderSource("^1.2.3")).toBe(false);
});
