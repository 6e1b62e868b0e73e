import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { SilenceNotice } from "../../../src/run/execute/silence-notice.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it("reports after one minute, two, four and eight", () => {
  const told: number[] = [];
  const silence = new SilenceNotice((seconds) => told.push(seconds));
  vi.advanceTimersByTime(59_000);
  expect(told).toEqual([]);
  vi.advanceTimersByTime(540_000);
  expect(told).toEqual([60, 120, 240, 480]);
  silence.end();
});

it("counts from the last message, and reports after a minute again", () => {
  const told: number[] = [];
  const silence = new SilenceNotice((seconds) => told.push(seconds));
  vi.advanceTimersByTime(130_000);
  silence.heard();
  vi.advanceTimersByTime(59_000);
  silence.heard();
  vi.advanceTimersByTime(59_000);
  expect(told).toEqual([60, 120]);
  vi.advanceTimersByTime(1_000);
  expect(told).toEqual([60, 120, 60]);
  silence.end();
  vi.advanceTimersByTime(600_000);
  expect(told).toHaveLength(3);
});
