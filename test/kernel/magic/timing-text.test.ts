import { expect, it } from "vitest";
import { timingText } from "../../../src/kernel/magic/timing-text.ts";

it.each<[number[], number, string]>([
  [[10, 12, 14], 1000, "12.0 ns ± 1.6 ns per loop (mean ± std. dev. of 3 runs, 1,000 loops each)"],
  [[1500, 1700], 10, "1.60 µs ± 0.10 µs per loop (mean ± std. dev. of 2 runs, 10 loops each)"],
  [[3.25e9], 1, "3.25 s ± 0.00 s per loop (mean ± std. dev. of 1 run, 1 loop each)"],
  [[250e6, 350e6], 1, "300 ms ± 50 ms per loop (mean ± std. dev. of 2 runs, 1 loop each)"],
  [[0.4, 0.5], 1e8, "less than 1 ns per loop, too fast to be measured (2 runs, 100,000,000 loops each)"],
])("%j in runs of %j loops", (times, loops, text) => {
  expect(timingText(times, loops)).toBe(text);
});
