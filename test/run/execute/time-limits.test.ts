import { afterEach, expect, it, vi } from "vitest";
import { timeLimit } from "../../../src/run/execute/time-limits.ts";

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

it("outlasts a year, for which a timer of Node.js would end at once", () => {
  vi.useFakeTimers();
  const over = vi.fn<() => void>();
  timeLimit(365 * 24 * 3600, over);
  vi.advanceTimersByTime(1000);
  expect(over).not.toHaveBeenCalled();
});
