import { afterEach, expect, it, vi } from "vitest";
import { timeLimit } from "../../src/run/time-limits.ts";

afterEach(() => {
  vi.useRealTimers();
});

it("ends something after its seconds, and not before", () => {
  vi.useFakeTimers();
  const over = vi.fn<() => void>();
  timeLimit(2, over);
  vi.advanceTimersByTime(1999);
  expect(over).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(over).toHaveBeenCalledTimes(1);
});

it("is no limit at 0", () => {
  expect(timeLimit(0, () => {})).toBeUndefined();
});

it("outlasts a year, which a timer of Node.js cannot wait for", async () => {
  const over = vi.fn<() => void>();
  const timer = timeLimit(365 * 24 * 3600, over);
  await new Promise((resolve) => setImmediate(resolve));
  await new Promise((resolve) => setImmediate(resolve));
  clearTimeout(timer);
  expect(over).not.toHaveBeenCalled();
});
