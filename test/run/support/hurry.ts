import { onTestFinished, vi } from "vitest";

type Clock = "performance" | "setTimeout" | "clearTimeout" | "setInterval" | "clearInterval";

/** Makes time pass a hundred times as fast for these functions, or `times` as fast, until the test has finished. */
export function hurry(clocks: readonly Clock[], times = 100): void {
  // Begun before the clocks are replaced.
  const ticks = setInterval(() => vi.isFakeTimers() && vi.advanceTimersByTime(10 * times), 10);
  vi.useFakeTimers({ toFake: [...clocks] });
  onTestFinished(() => {
    vi.useRealTimers();
    clearInterval(ticks);
  });
}
