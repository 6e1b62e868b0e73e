import { isJsonObject } from "../../jupyter/json.ts";
import type { Notebook } from "../../notebook/types.ts";
import { SeedError } from "../errors/setting-errors.ts";
import { LARGEST_SEED } from "../options/option-types.ts";
import type { RunSettings } from "../options/run-options.ts";

const USUAL_SEED = 1;
// 2025-01-01T00:00:00Z
const START_SECONDS = "1735689600";

/**
 * The seed of a deterministic run: from the option, else from the metadata `tsnb.seed`, else 1. The metadata makes a
 * run deterministic even without `--deterministic`. Undefined when the run is not deterministic.
 *
 * @throws {SeedError} when `tsnb.seed` in the metadata is not a seed.
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

/** The variables that make tsnb's kernel deterministic, and fix the time zone and locale in any kernel. */
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

/** A notice about the parts of a run that are not fixed on other kernels than tsnb's; undefined for tsnb's. */
export function unfixedNotice(kernel: string, language: string | undefined): string | undefined {
  if (kernel.toLowerCase() === "tsnb") return undefined;
  const hashes = language?.toLowerCase() === "python" ? ", and PYTHONHASHSEED" : "";
  return `the kernel "${kernel}" keeps its own clock, random numbers and order of directories: only the time zone and locale are fixed${hashes}`;
}
