const { TSNB_FUZZ_RUNS: runs, TSNB_FUZZ_SEED: seed } = process.env;

/**
 * How often a property is tried, and from which seed. The same cases each time, unless `TSNB_FUZZ_SEED` names another
 * seed; `TSNB_FUZZ_RUNS` sets the number of cases.
 *
 * @param usual the number of cases without that.
 * @param atOnce how many of them a run tries.
 */
export function fuzz(usual = 300, atOnce = 1): { readonly numRuns: number; readonly seed: number } {
  return { numRuns: Math.ceil(Number(runs ?? usual) / atOnce), seed: Number(seed ?? 1) };
}
