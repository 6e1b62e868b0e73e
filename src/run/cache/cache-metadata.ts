import { hasTag } from "../../notebook/tags.ts";
import { resolve } from "node:path";
import { globSync, isDynamicPattern } from "tinyglobby";
import * as v from "valibot";
import type { Notebook } from "../../notebook/types.ts";
import { cellName } from "../cell-numbers.ts";
import type { PlannedCell } from "../plan/plan-cells.ts";
import { CacheMetadataError } from "../errors/setting-errors.ts";

/** The tag of a cell that always runs: a notebook with one is never taken from the cache. */
export const NEVER = "no-cache";

/** A notebook's own settings for the cache. */
export type CacheMetadata = {
  /** Paths and patterns of the files that the notebook reads, relative to its folder. */
  readonly files: readonly string[];
  /** Packages that keep no state. */
  readonly stateless: readonly string[];
  /** The reason not to cache the notebook; undefined when it may be cached. */
  readonly refusal: string | undefined;
};

const Schema = v.union(
  [
    v.boolean(),
    v.strictObject({ files: v.optional(v.array(v.string()), []), stateless: v.optional(v.array(v.string()), []) }),
  ],
  'it must be true, false, or {"files": ["data/*.csv"], "stateless": ["package"]}',
);

/**
 * Reads `tsnb.cache` in a notebook's metadata, and the tags of the cells that run.
 *
 * @throws {CacheMetadataError} when the metadata has another form.
 */
export function cacheMetadataIn({ metadata }: Notebook, file: string, cells: readonly PlannedCell[]): CacheMetadata {
  const own = v.safeParse(v.object({ tsnb: v.object({ cache: v.unknown() }) }), metadata);
  const said = own.success ? (own.output.tsnb.cache ?? true) : true;
  const parsed = v.safeParse(Schema, said);
  if (!parsed.success) throw new CacheMetadataError(file, `${JSON.stringify(said)}; ${parsed.issues[0].message}`);
  const { files, stateless } = typeof parsed.output === "boolean" ? { files: [], stateless: [] } : parsed.output;
  if (parsed.output === false) return { files, stateless, refusal: "its metadata forbids it" };
  const tagged = cells.find(({ cell, action }) => action !== "skip" && hasTag(cell.metadata, NEVER));
  const refusal = tagged === undefined ? undefined : `${cellName(tagged.number)} is tagged ${NEVER}`;
  return { files, stateless, refusal };
}

const UNSEARCHED = ["**/node_modules/**", "**/.git/**", "**/.ipynb_checkpoints/**"];

/**
 * The absolute paths that paths and patterns stand for, with the files in folders that a pattern matches; a path
 * without wildcards need not exist.
 */
export function filesMatching(patterns: readonly string[], folder: string): readonly string[] {
  const dynamic = patterns.filter((pattern) => isDynamicPattern(pattern));
  const fixed = patterns.filter((pattern) => !dynamic.includes(pattern)).map((path) => resolve(folder, path));
  if (dynamic.length === 0) return fixed;
  const all = dynamic.flatMap((pattern) => [pattern, `${pattern.replace(/[\\/]+$/, "")}/**`]);
  const found = globSync(all, { cwd: folder, absolute: true, dot: true, ignore: UNSEARCHED });
  return [...fixed, ...found.map((path) => resolve(path)).toSorted()];
}
