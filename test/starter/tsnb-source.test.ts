import { join } from "node:path";
import { expect, it } from "vitest";
import { tsnbSource } from "../../src/starter/tsnb-source.ts";
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
  ["a repository", "git+ssh://git@example.org/tsnb.git#0123", "git+ssh://git@example.org/tsnb.git#0123"],
])("knows that it was installed from %s", (_, resolved, version) => {
  const folder = installed(resolved);
  expect(tsnbSource(join(folder, "node_modules", "tsnb"))).toEqual({ kind: "public", version });
});

it.each([
  ["file:../tsnb-1.2.3.tgz", "tarball", join("..", "tsnb-1.2.3.tgz")],
  ["file:../tsnb", "folder", join("..", "tsnb")],
])("knows that it was installed from %s", (resolved, kind, path) => {
  const folder = installed(resolved);
  expect(tsnbSource(join(folder, "node_modules", "tsnb"))).toEqual({ kind, path: join(folder, path) });
});

it.each([
  ["there is no list of npm's", undefined],
  ["the list has no tsnb", JSON.stringify({ packages: {} })],
])("takes the installed folder where %s, as after a global install or with pnpm", (_, lock) => {
  const folder = scratch({
    "node_modules/tsnb/package.json": JSON.stringify({ version: "1.2.3" }),
    ...(lock === undefined ? {} : { "node_modules/.package-lock.json": lock }),
  });
  const path = join(folder, "node_modules", "tsnb");
  expect(tsnbSource(path)).toEqual({ kind: "folder", path });
});

it("takes the folder of a clone", () => {
  const folder = scratch({ "tsnb/package.json": "{}" });
  expect(tsnbSource(join(folder, "tsnb"))).toEqual({ kind: "folder", path: join(folder, "tsnb") });
});
