import { expect, it } from "vitest";
import { FixedClock } from "../../../../src/kernel/child/deterministic/fixed-clock.ts";

it("moves on by a millisecond with each reading", () => {
  const clock = new FixedClock(1000);
  expect([clock.read(), clock.read(), clock.now]).toEqual([1000, 1001, 1002]);
});

it("begins cell n at n minutes, unless earlier cells took longer", () => {
  const clock = new FixedClock(0);
  clock.begin(2);
  expect(clock.read()).toBe(120_000);
  clock.reach(200_000);
  clock.begin(3);
  expect(clock.read()).toBe(200_000);
});

it("never goes back", () => {
  const clock = new FixedClock(0);
  clock.reach(50);
  clock.reach(20);
  expect(clock.now).toBe(50);
});
