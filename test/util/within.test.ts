import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { deferred } from "../../src/util/deferred.ts";
import { within } from "../../src/util/within.ts";

const LIMIT_MS = 1000;

beforeEach(() => vi.useFakeTimers());

afterEach(() => vi.useRealTimers());

describe("within", () => {
  it("resolves with the value of work that is done in time, and leaves no timer behind", async () => {
    const work = deferred<string>();
    const result = within(LIMIT_MS, work.promise);
    vi.advanceTimersByTime(LIMIT_MS - 1);
    work.resolve("done");
    expect(await result).toBe("done");
    expect(vi.getTimerCount()).toBe(0);
  });

  it("resolves with undefined when the time is over, also when the work fails later", async () => {
    const { promise, resolve } = deferred<void>();
    const failing = promise.then(() => Promise.reject(new Error("too late")));
    const result = within(LIMIT_MS, failing);
    vi.advanceTimersByTime(LIMIT_MS);
    expect(await result).toBeUndefined();
    resolve();
    await expect(failing).rejects.toThrow("too late");
  });

  it("rejects with the error of work that fails in time, and leaves no timer behind", async () => {
    await expect(within(LIMIT_MS, Promise.reject(new Error("broken")))).rejects.toThrow("broken");
    expect(vi.getTimerCount()).toBe(0);
  });
});
