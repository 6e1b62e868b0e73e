import { basename, join, resolve } from "node:path";
import { packageRoot } from "../util/package-root.ts";
import { cachedSet } from "./download/download-cache.ts";
import { UnknownSetError } from "./results-error.ts";
import { type SetName, setNames } from "./pinned-sets.ts";

/** The place of a results set. */
export type ResultsSource = {
  /** `directory`: a folder that was named. `cache`: a set that was downloaded. `bundled`: a selection in the package. */
  kind: "directory" | "cache" | "bundled";
  /** The folder's path, absolute. */
  dir: string;
  /** A description for people, such as `the downloaded set 2026-01`, without an absolute path. */
  label: string;
};

/** The results to use. */
export type ResultsOptions = {
  /** A clone of timm, or its `results` folder. Default: the environment's `TIMM_RESULTS`. */
  results?: string;
  /** The pinned set to take from the cache or from the bundled tables. Default "2022-07". */
  set?: SetName;
  /** The environment variables to read. Default: those of the process. */
  env?: NodeJS.ProcessEnv;
};

/**
 * The first results set found: a folder that was named, one in the environment, the cache, the bundled tables.
 *
 * @throws {UnknownSetError} when there is no set of that name.
 */
export function findResults(options: ResultsOptions = {}): ResultsSource {
  const { set = "2022-07", env = process.env } = options;
  const named = options.results ?? env["TIMM_RESULTS"];
  if (named !== undefined && named !== "") {
    const dir = resolve(named);
    const by = options.results === undefined ? " that TIMM_RESULTS names" : "";
    return { kind: "directory", dir, label: `the folder ${basename(dir)}${by}` };
  }
  if (!setNames.includes(set)) throw new UnknownSetError(set);
  const cached = cachedSet(set, env);
  if (cached !== null) return { kind: "cache", dir: cached, label: `the downloaded set ${set}` };
  return { kind: "bundled", dir: join(packageRoot(), "data", set), label: `the bundled selection of ${set}` };
}
