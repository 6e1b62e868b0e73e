const { TSNB_FUZZ_RUNS: runs, TSNB_FUZZ_SEED: seed } = process.env;

/**
 * How often a property is tried, and from which seed. The same cases each time, unless `TSNB_FUZZ_SEED` names another
 * seed; `TSNB_FUZZ_RUNS` sets the number of runs.
 */
export function fuzz(usualRuns = 300): { readonly numRuns: number; readonly seed: number } {
  return { numRuns: Number(runs ?? usualRuns), seed: Number(seed ?? 1) };
}
