import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ProgressError, progress } from "../../src/display/progress.ts";

let lines: string[];

beforeEach(() => {
  lines = [];
  vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    lines.push(String(text));
    return true;
  });
});

afterEach(() => {
  vi.restoreAllMocks();
});

test("a bar counts steps up to its total, and estimates no time when it is full", () => {
  const bar = progress(4, { label: "Work" });
  bar.advance(1, "first");
  expect(bar.text()).toMatch(/^Work {2}25 % █{8}░{22} 1\/4 0\.\d s first$/);
  bar.advance(9);
  expect(bar.done).toBe(4);
  expect(bar.text()).toBe(`Work 100 % ${"█".repeat(30)} 4/4`);
  expect(lines).toHaveLength(2);
});

test("a list advances the bar by one for each item", () => {
  const seen: string[] = [];
  for (const item of progress(["a", "b"])) seen.push(item);
  expect(seen).toEqual(["a", "b"]);
  expect(lines.at(-1)).toBe(`100 % ${"█".repeat(30)} 2/2\n`);
});

test("an empty list is complete at once", () => {
  expect(progress(0).text()).toContain("100 %");
  expect([...progress([])]).toEqual([]);
});

test.each([Number.NaN, -1])("%s steps are refused", (steps) => {
  expect(() => progress(steps)).toThrow(ProgressError);
});

test("a value that is not iterable is refused, with advice", () => {
  const steps: number[] = JSON.parse('"three"');
  expect(() => progress(steps)).toThrow(/Drawing a progress bar: got three for its steps. Give the number/);
});
