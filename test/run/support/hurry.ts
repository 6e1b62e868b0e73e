import { onTestFinished, vi } from "vitest";

type Clock = "performance" | "setTimeout" | "clearTimeout" | "setInterval" | "clearInterval";

/** Makes time pass a hundred times as fast for these functions, or `times` as fast, until the test has finished. */
export function hurry(clocks: readonly Clock[], times = 100): void {
  vi.useFakeTimers({ toFake: [...clocks] });
  const ticks = setInterval(() => vi.advanceTimersByTime(10 * times), 10);
  onTestFinished(() => {
    clearInterval(ticks);
    vi.useRealTimers();
  });
}
