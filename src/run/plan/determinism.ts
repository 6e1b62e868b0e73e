import { isJsonObject } from "../../jupyter/json.ts";
import type { Notebook } from "../../notebook/types.ts";
import { SeedError } from "../setting-errors.ts";
import { LARGEST_SEED } from "../options/option-types.ts";
import type { RunSettings } from "../options/run-options.ts";

const USUAL_SEED = 1;
// 2025-01-01T00:00:00Z
const START_SECONDS = "1735689600";

/**
 * The seed that fixes what would differ from run to run: that of the option, or of the metadata `tsnb.seed`, which
 * alone asks for it, too. Undefined when nothing is to be fixed.
 *
 * @throws {SeedError} when the metadata holds no seed.
 */
export function seedOf(
  { metadata }: Notebook,
  { deterministic, seed }: Pick<RunSettings, "deterministic" | "seed">,
  file: string,
): number | undefined {
  const { tsnb } = metadata;
  const stored = isJsonObject(tsnb) ? tsnb["seed"] : undefined;
  if (stored === undefined) return deterministic ? (seed ?? USUAL_SEED) : undefined;
  const isSeed = typeof stored === "number" && Number.isInteger(stored) && stored >= 0 && stored <= LARGEST_SEED;
  if (!isSeed) throw new SeedError(file, stored);
  return seed ?? stored;
}

/** The variables that fix what they can in any kernel, and everything in tsnb's. */
export function fixedEnvironment(seed: number, env: NodeJS.ProcessEnv): Readonly<Record<string, string>> {
  return {
    TZ: "UTC",
    LANG: "C.UTF-8",
    LC_ALL: "C.UTF-8",
    LANGUAGE: "",
    PYTHONHASHSEED: `${seed}`,
    SOURCE_DATE_EPOCH: env["SOURCE_DATE_EPOCH"] || START_SECONDS,
    TSNB_SEED: `${seed}`,
  };
}

/** The part of a run that stays as it is on another kernel than tsnb's; undefined for tsnb's. */
export function unfixedNotice(kernel: string, language: string | undefined): string | undefined {
  if (kernel.toLowerCase() === "tsnb") return undefined;
  const hashes = language?.toLowerCase() === "python" ? ", and PYTHONHASHSEED" : "";
  return `the kernel "${kernel}" keeps its own clock, random numbers and order of directories: only the time zone and locale are fixed${hashes}`;
}
