import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { expect, it } from "vitest";
import { libraryVersions } from "../../../src/lesson/tables/library-versions.ts";
import { packageRoot } from "../../../src/util/package-root.ts";

it("reads the versions that are installed: those that the lock file pins", () => {
  const Lock = v.object({ packages: v.record(v.string(), v.looseObject({ version: v.optional(v.string()) })) });
  const lock = v.parse(Lock, JSON.parse(readFileSync(join(packageRoot(), "package-lock.json"), "utf8")));
  const rows = libraryVersions().toRecords();
  expect(rows.map((row) => row["library"])).toEqual(["nodejs-polars", "vega", "vega-lite", "vega-embed"]);
  for (const { library, version, licence } of rows) {
    expect(version).toBe(lock.packages[`node_modules/${String(library)}`]?.version);
    expect(licence).toMatch(/^(MIT|BSD-3-Clause)$/);
  }
});
