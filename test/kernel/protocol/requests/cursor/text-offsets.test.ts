import { describe, expect, it } from "vitest";
import { toCodePoints, toUtf16 } from "../../../../../src/kernel/protocol/requests/cursor/text-offsets.ts";

describe("offsets", () => {
  it.each([
    ["abc", 2, 2],
    ["a😀b", 1, 1],
    ["a😀b", 2, 3],
    ["a😀b", 3, 4],
    ["👩‍👩‍👧", 5, 8],
    ["é", 1, 1],
  ])("in %j: code point %i is UTF-16 unit %i", (text, codePoints, units) => {
    expect(toUtf16(text, codePoints)).toBe(units);
    expect(toCodePoints(text, units)).toBe(codePoints);
  });

  it("stop at the end", () => {
    expect(toUtf16("a😀", 99)).toBe(3);
    expect(toCodePoints("a😀", 99)).toBe(2);
  });
});
