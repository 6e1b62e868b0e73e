/**
 * The result of `%timeit` as a line: mean and standard deviation.
 *
 * @param times nanoseconds per loop, one for each run.
 * @param loops the number of loops in a run.
 */
export function timingText(times: readonly number[], loops: number): string {
  const mean = times.reduce((sum, time) => sum + time, 0) / times.length;
  const deviation = Math.sqrt(times.reduce((sum, time) => sum + (time - mean) ** 2, 0) / times.length);
  const runs = times.length === 1 ? "1 run" : `${times.length} runs`;
  const each = loops === 1 ? "1 loop" : `${loops.toLocaleString("en-US")} loops`;
  const counted = `${runs}, ${each} each`;
  // An empty loop takes about as long.
  if (mean < 1) return `less than 1 ns per loop, too fast to be measured (${counted})`;
  return `${duration(mean, deviation)} per loop (mean ± std. dev. of ${counted})`;
}

/** A duration in nanoseconds as text, to three digits: `1.25 s`, `12.3 ms`. */
export function nanosecondsText(ns: number): string {
  const { size, unit, decimals } = scaleOf(ns);
  return `${(ns / size).toFixed(decimals)} ${unit}`;
}

type Scale = { readonly size: number; readonly unit: string; readonly decimals: number };

function scaleOf(ns: number): Scale {
  const units = [
    [1e9, "s"],
    [1e6, "ms"],
    [1e3, "µs"],
    [1, "ns"],
  ] as const;
  const [size, unit] = units.find(([least]) => ns >= least) ?? [1, "ns"];
  const value = ns / size;
  return { size, unit, decimals: value >= 100 ? 0 : value >= 10 ? 1 : 2 };
}

/** The mean to three digits, and the deviation in the same unit and precision. */
function duration(mean: number, deviation: number): string {
  const { size, unit, decimals } = scaleOf(mean);
  const value = mean / size;
  return `${value.toFixed(decimals)} ${unit} ± ${(deviation / size).toFixed(decimals)} ${unit}`;
}
