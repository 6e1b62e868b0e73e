import type { Change } from "../differences.ts";
import { isTextClose } from "./numbers.ts";
import type { Tolerance } from "../tolerance.ts";

/** The lines in which two strings differ: line by line where none is added or removed, else as one block. */
export function* textChanges(expected: string, actual: string, tolerance: Tolerance): Generator<Change> {
  if (expected === actual) return;
  const isSame = (a: string, b: string) => isTextClose(a, b, tolerance);
  const { start, gone, come } = differing(expected.split("\n"), actual.split("\n"), isSame);
  if (gone.length !== come.length) {
    yield { place: linesAt(start, Math.max(gone.length, come.length)), expected: block(gone), actual: block(come) };
    return;
  }
  for (const [index, line] of gone.entries()) {
    const now = come[index] ?? "";
    if (!isSame(line, now)) yield { place: `line ${start + index + 1}`, expected: line, actual: now };
  }
}

/** Two lists without their common beginning and end. */
export function differing<T>(old: readonly T[], now: readonly T[], isSame: (a: T, b: T) => boolean) {
  const same = (a: T | undefined, b: T | undefined) => a !== undefined && b !== undefined && isSame(a, b);
  const shorter = Math.min(old.length, now.length);
  let start = 0;
  while (start < shorter && same(old[start], now[start])) start++;
  let end = 0;
  while (end < shorter - start && same(old.at(-1 - end), now.at(-1 - end))) end++;
  return { start, gone: old.slice(start, old.length - end), come: now.slice(start, now.length - end) };
}

function block(lines: readonly string[]): string | undefined {
  return lines.length === 0 ? undefined : lines.join("\n");
}

function linesAt(start: number, count: number): string {
  return count === 1 ? `line ${start + 1}` : `lines ${start + 1} to ${start + count}`;
}
