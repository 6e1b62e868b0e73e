import { describe, expect, it } from "vitest";
import { History } from "../../../../src/kernel/protocol/history/history.ts";

function sample(): History {
  const history = new History([
    { session: 4, line: 1, input: "old one", output: null },
    { session: 4, line: 2, input: "old two", output: "2" },
  ]);
  for (const [index, input] of ["const a = 1", "a + 1", "const a = 1", "f(a, b)"].entries()) {
    history.add(index + 1, input, null);
  }
  return history;
}

const inputs = (entries: { input: string }[]): string[] => entries.map((entry) => entry.input);

describe("History", () => {
  it("numbers its session after earlier ones", () => {
    expect(sample().session).toBe(5);
    expect(new History().session).toBe(1);
  });

  it("returns the last entries across sessions, and an empty list for 0", () => {
    expect(inputs(sample().tail(5))).toEqual(["old two", "const a = 1", "a + 1", "const a = 1", "f(a, b)"]);
    expect(sample().tail(0)).toEqual([]);
    expect(sample().tail(99)).toHaveLength(6);
  });

  it.each([
    ["this session", 0, 2, 4, ["a + 1", "const a = 1"]],
    ["this session to its end", 0, 3, undefined, ["const a = 1", "f(a, b)"]],
    ["the session before", -1, 1, undefined, ["old one", "old two"]],
    ["a session by its number", 4, 2, 3, ["old two"]],
    ["a session that never was", 9, 1, undefined, []],
  ])("returns a range of %s", (_what, session, from, to, expected) => {
    expect(inputs(sample().range(session, from, to))).toEqual(expected);
  });

  it.each([
    ["*", 6],
    ["const*", 2],
    ["*a*", 4],
    ["old ???", 2],
    ["a + 1", 1],
    ["A + 1", 0],
    ["f(a, b)", 1],
    ["[a-z]*", 0],
    ["", 0],
  ])("finds %j in %i entries", (pattern, count) => {
    expect(sample().search(pattern, undefined, false)).toHaveLength(count);
  });

  it("keeps the last of equal entries, and the last n, oldest first", () => {
    expect(inputs(sample().search("const*", undefined, true))).toEqual(["const a = 1"]);
    expect(sample().search("const*", undefined, true)[0]?.line).toBe(3);
    expect(inputs(sample().search("*", 2, false))).toEqual(["const a = 1", "f(a, b)"]);
    expect(inputs(sample().search("*", 3, true))).toEqual(["a + 1", "const a = 1", "f(a, b)"]);
  });

  it("matches a pattern of many stars in linear time", () => {
    const history = new History();
    history.add(1, "a".repeat(5000), null);
    const begun = performance.now();
    expect(history.search(`${"*a".repeat(30)}*b`, undefined, false)).toEqual([]);
    expect(performance.now() - begun).toBeLessThan(1000);
  });
});
