import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type pl from "nodejs-polars";
import * as v from "valibot";
import { polars } from "../../util/polars.ts";

const LIBRARIES = ["nodejs-polars", "vega", "vega-lite", "vega-embed"];
const Manifest = v.object({ version: v.string(), license: v.string() });

/**
 * The libraries that make the lesson's tables and charts.
 *
 * @returns `library`, `version` and `licence` (as its package declares it), a row per library.
 * @example
 * libraryVersions().height; // 4
 */
export function libraryVersions(): pl.DataFrame {
  const folders = createRequire(import.meta.url).resolve.paths("nodejs-polars") ?? [];
  const rows = LIBRARIES.map((library) => {
    const file = folders.map((folder) => join(folder, library, "package.json")).find((path) => existsSync(path));
    const manifest = file === undefined ? undefined : v.parse(Manifest, JSON.parse(readFileSync(file, "utf8")));
    return { library, version: manifest?.version ?? "not found", licence: manifest?.license ?? "" };
  });
  return polars.DataFrame(rows);
}
