import { expect, it } from "vitest";
import { clipped } from "../../../src/util/text/clipped.ts";

const foxes = "\u{1f98a}".repeat(200);

it.each<[string, string, number]>([
  ["a short line", "abc".repeat(50), 149],
  ["the beginning of a line", "x".repeat(1000), 10],
  ["the middle of a line", `${"x".repeat(500)}y${"x".repeat(500)}`, 500],
  ["the end of a line", "x".repeat(1000), 999],
  ["letters of two units", foxes, 200],
  ["letters of two units, oddly placed", `x${foxes}`, 201],
])("keeps the place in view: %s", (_what, line, at) => {
  const { text, from } = clipped(line, at);
  expect(text.length).toBeLessThanOrEqual(160);
  expect(text).toBe(line.slice(from, from + text.length));
  expect(at - from).toBeGreaterThanOrEqual(0);
  expect(at - from).toBeLessThan(text.length);
  expect(Buffer.from(text).toString()).toBe(text);
});
