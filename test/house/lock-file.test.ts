import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { expect, it } from "vitest";

const Entry = v.looseObject({
  resolved: v.optional(v.string()),
  os: v.optional(v.array(v.string()), []),
  cpu: v.optional(v.array(v.string()), []),
  optionalDependencies: v.optional(v.record(v.string(), v.string()), {}),
});

const Lock = v.object({ packages: v.record(v.string(), Entry) });

const file = join(import.meta.dirname, "..", "..", "package-lock.json");
const { packages } = v.parse(Lock, JSON.parse(readFileSync(file, "utf8")));

const PLATFORMS = ["darwin-arm64", "darwin-x64", "win32-x64", "linux-arm64", "linux-x64"];

/** The packages with an optional dependency per platform for their binaries. */
const native = Object.entries(packages).filter(([path, entry]) => path !== "" && variantsOf(entry).length > 1);

function variantsOf(entry: v.InferOutput<typeof Entry>): string[] {
  return Object.keys(entry.optionalDependencies).filter((name) => /darwin|win32|linux/.test(name));
}

function platformsOf(path: string, entry: v.InferOutput<typeof Entry>): string[] {
  const locked = variantsOf(entry).map(
    (name) => packages[`${path}/node_modules/${name}`] ?? packages[`node_modules/${name}`],
  );
  return locked.flatMap((variant) =>
    (variant?.os ?? []).flatMap((os) => (variant?.cpu ?? []).map((cpu) => `${os}-${cpu}`)),
  );
}

it("finds the native packages", () => {
  const names = native.map(([path]) => path.replace(/^.*node_modules\//, ""));
  expect(names).toEqual(
    expect.arrayContaining([
      "@biomejs/biome",
      "@resvg/resvg-js",
      "nodejs-polars",
      "oxlint",
      "oxlint-tsgolint",
      "rolldown",
      "typescript",
    ]),
  );
});

// npm silently leaves out packages that the registry lacked when the lock file was written (npm/cli#4828).
it.each(native)("%s is locked for every platform", (path, entry) => {
  expect(platformsOf(path, entry)).toEqual(expect.arrayContaining(PLATFORMS));
});

it("names no registry", () => {
  const resolved = Object.entries(packages).filter(([, entry]) => entry.resolved !== undefined);
  expect(resolved.map(([path]) => path)).toEqual([]);
});
