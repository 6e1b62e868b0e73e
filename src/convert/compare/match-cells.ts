import type { Cell } from "../../notebook/types.ts";

const LEAST_ALIKE = 0.6;

type Rule = (old: Cell, now: Cell) => boolean;

/**
 * Which cell of one version of a notebook is which of another, by their places: cells with the same id that are
 * of the same type or alike, then those with the same content, then those that are alike.
 */
export function matchCells(before: readonly Cell[], after: readonly Cell[]): ReadonlyMap<number, number> {
  return matchBy(
    [
      (old, now) => old.id === now.id && (old.cell_type === now.cell_type || areAlike(old, now)),
      (old, now) => isSameText(old, now) && old.source.trim() !== "",
      (old, now) => old.cell_type === now.cell_type && areAlike(old, now),
    ],
    before,
    after,
  );
}

/** Which cells two sides added are the same one: those with the same text, or with the same id and alike. */
export function matchAdditions(ours: readonly Cell[], theirs: readonly Cell[]): ReadonlyMap<number, number> {
  return matchBy([isSameText, (our, their) => our.id === their.id && areAlike(our, their)], ours, theirs);
}

function matchBy(rules: readonly Rule[], before: readonly Cell[], after: readonly Cell[]): ReadonlyMap<number, number> {
  const matches = new Map<number, number>();
  const taken = new Set<number>();
  for (const accepts of rules) {
    for (const [index, old] of before.entries()) {
      if (matches.has(index)) continue;
      const found = after.findIndex((now, at) => !taken.has(at) && accepts(old, now));
      if (found < 0) continue;
      matches.set(index, found);
      taken.add(found);
    }
  }
  return matches;
}

function isSameText(one: Cell, other: Cell): boolean {
  return one.cell_type === other.cell_type && one.source === other.source;
}

/** True when two cells share most of their words. */
function areAlike(one: Cell, other: Cell): boolean {
  const [words, others] = [wordsOf(one), wordsOf(other)];
  const rest = new Map<string, number>();
  for (const word of words) rest.set(word, (rest.get(word) ?? 0) + 1);
  let shared = 0;
  for (const word of others) {
    const left = rest.get(word) ?? 0;
    if (left === 0) continue;
    shared++;
    rest.set(word, left - 1);
  }
  return words.length + others.length > 0 && (2 * shared) / (words.length + others.length) >= LEAST_ALIKE;
}

function wordsOf({ source }: Cell): readonly string[] {
  return source.match(/[\p{L}\p{N}_]+/gu) ?? [];
}
