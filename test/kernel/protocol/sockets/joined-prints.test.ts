import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createMessage } from "../../../../src/jupyter/message.ts";
import { JoinedPrints } from "../../../../src/kernel/protocol/sockets/joined-prints.ts";

const first = createMessage("session", "execute_request", {});
const second = createMessage("session", "execute_request", {});

let said: string[];
let prints: JoinedPrints;

beforeEach(() => {
  vi.useFakeTimers();
  said = [];
  prints = new JoinedPrints((parent, name, text) => said.push(`${parent === first ? 1 : 2} ${name} ${text}`));
});

afterEach(() => {
  vi.useRealTimers();
});

describe("prints", () => {
  it("are joined until 20 ms after the first of them", () => {
    prints.add(first, "stdout", "a");
    vi.advanceTimersByTime(19);
    prints.add(first, "stdout", "b");
    expect(said).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(said).toEqual(["1 stdout ab"]);
    prints.add(first, "stdout", "c");
    vi.advanceTimersByTime(19);
    expect(said).toEqual(["1 stdout ab"]);
    vi.advanceTimersByTime(1);
    expect(said).toEqual(["1 stdout ab", "1 stdout c"]);
  });

  it("of another stream or request come after those before them", () => {
    prints.add(first, "stdout", "a");
    prints.add(first, "stderr", "b");
    prints.add(second, "stderr", "c");
    prints.flush();
    expect(said).toEqual(["1 stdout a", "1 stderr b", "2 stderr c"]);
  });

  it("are handed over at once when they are long, and not a second time", () => {
    prints.add(first, "stdout", "x".repeat(65_535));
    expect(said).toEqual([]);
    prints.add(first, "stdout", "y");
    expect(said).toEqual([`1 stdout ${"x".repeat(65_535)}y`]);
    vi.advanceTimersByTime(100);
    prints.flush();
    expect(said).toHaveLength(1);
  });
});
