import { expect, it, onTestFinished, vi } from "vitest";
import { renewedAfter } from "../../../../src/kernel/types/imports/renewed-after.ts";

function fakeClock(): void {
  vi.useFakeTimers({ toFake: ["performance"] });
  onTestFinished(() => void vi.useRealTimers());
}

it("makes one thing at a time, and the next when the last is old", async () => {
  fakeClock();
  const finish: ((made: string) => void)[] = [];
  const latest = renewedAfter(2000, () => new Promise<string>((resolve) => finish.push(resolve)));
  const first = latest();
  vi.advanceTimersByTime(5000);
  const second = latest();
  finish[0]?.("slow");
  expect([await first, await second]).toEqual(["slow", "slow"]);
  vi.advanceTimersByTime(1999);
  expect(await latest()).toBe("slow");
  vi.advanceTimersByTime(1);
  const third = latest();
  finish[1]?.("next");
  expect(await third).toBe("next");
  expect(finish).toHaveLength(2);
});

it("tries again after a failure", async () => {
  fakeClock();
  const make = vi.fn<() => Promise<string>>().mockRejectedValueOnce(new Error("no folder")).mockResolvedValue("made");
  const latest = renewedAfter(2000, make);
  await expect(latest()).rejects.toThrow("no folder");
  vi.advanceTimersByTime(2000);
  expect(await latest()).toBe("made");
});
