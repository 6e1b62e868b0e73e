const { TSNB_FUZZ_RUNS: runs, TSNB_FUZZ_SEED: seed } = process.env;

/**
 * The number of runs of a property, and the seed of its cases. `TSNB_FUZZ_RUNS` sets the number of cases. The cases
 * are the same each time (seed 1) unless `TSNB_FUZZ_SEED` sets another seed.
 *
 * @param usual the number of cases when `TSNB_FUZZ_RUNS` is not set.
 * @param atOnce the number of cases that each run tries.
 */
export function fuzz(usual = 300, atOnce = 1): { readonly numRuns: number; readonly seed: number } {
  return { numRuns: Math.ceil(Number(runs ?? usual) / atOnce), seed: Number(seed ?? 1) };
}
