import { resolve } from "node:path";
import { globSync, isDynamicPattern } from "tinyglobby";
import * as v from "valibot";
import type { Notebook } from "../../notebook/types.ts";
import { hasTag } from "../cell-plan.ts";
import { CacheMetadataError } from "../errors.ts";

/** The tag of a cell that always runs: a notebook with one is never taken from the cache. */
export const NEVER = "no-cache";

/** A notebook's own settings for the cache. */
export type Declared = {
  /** Paths and patterns of files that it reads, from its own folder. */
  readonly files: readonly string[];
  /** Why it is not to be cached; undefined when it may. */
  readonly refusal: string | undefined;
};

const Schema = v.union(
  [v.boolean(), v.strictObject({ files: v.optional(v.array(v.string()), []) })],
  'it must be true, false, or {"files": ["data/*.csv"]}',
);

/**
 * Reads `tsnb.cache` in a notebook's metadata, and the tags of its cells.
 *
 * @throws {CacheMetadataError} when the metadata has another form.
 */
export function declaredIn({ metadata, cells }: Notebook, file: string): Declared {
  const own = v.safeParse(v.object({ tsnb: v.object({ cache: v.unknown() }) }), metadata);
  const said = own.success ? (own.output.tsnb.cache ?? true) : true;
  const parsed = v.safeParse(Schema, said);
  if (!parsed.success) throw new CacheMetadataError(file, `${JSON.stringify(said)}; ${parsed.issues[0].message}`);
  const files = typeof parsed.output === "boolean" ? [] : parsed.output.files;
  if (parsed.output === false) return { files, refusal: "its metadata forbid it" };
  const tagged = cells.findIndex((cell) => hasTag(cell.metadata, NEVER));
  return { files, refusal: tagged < 0 ? undefined : `cell ${tagged + 1} is tagged ${NEVER}` };
}

/** The files and folders that paths and patterns stand for. */
export function filesMatching(patterns: readonly string[], folder: string): readonly string[] {
  return patterns.flatMap((pattern) => {
    if (!isDynamicPattern(pattern)) return [resolve(folder, pattern)];
    return globSync(pattern, { cwd: folder, absolute: true, dot: true }).map((path) => resolve(path));
  });
}
