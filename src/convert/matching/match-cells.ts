import type { Cell } from "../../notebook/types.ts";
import { areAlike, WordIndex } from "./alike.ts";

/** The indices of the cells that may match a cell, best first. */
type Rule = (cell: Cell) => readonly number[];

/**
 * Matches the cells of two versions of a notebook, by their indices: cells with the same id that are of the same
 * type or alike, then those with the same content, then those that are alike.
 */
export function matchCells(before: readonly Cell[], after: readonly Cell[]): ReadonlyMap<number, number> {
  const withId = placesBy(after, ({ id }) => id);
  const withText = placesBy(after, textOf);
  const isSameType = (old: Cell) => (place: number) => after[place]?.cell_type === old.cell_type;
  let words: WordIndex | undefined;
  return matchBy(
    [
      (old) => withId(old).filter((place) => isSameType(old)(place) || areAlike(old, after[place])),
      (old) => (old.source.trim() === "" ? [] : withText(old)),
      (old) => (words ??= new WordIndex(after)).alikeTo(old).filter(isSameType(old)),
    ],
    before,
  );
}

/** Matches the cells that two sides added, by index: those with the same text, or with the same id and alike. */
export function matchAdditions(ours: readonly Cell[], theirs: readonly Cell[]): ReadonlyMap<number, number> {
  const withId = placesBy(theirs, ({ id }) => id);
  const alikeWithId: Rule = (our) => withId(our).filter((place) => areAlike(our, theirs[place]));
  return matchBy([placesBy(theirs, textOf), alikeWithId], ours);
}

function matchBy(rules: readonly Rule[], cells: readonly Cell[]): ReadonlyMap<number, number> {
  const matches = new Map<number, number>();
  const taken = new Set<number>();
  for (const placesFor of rules) {
    for (const [index, cell] of cells.entries()) {
      if (matches.has(index)) continue;
      const found = placesFor(cell).find((place) => !taken.has(place));
      if (found === undefined) continue;
      matches.set(index, found);
      taken.add(found);
    }
  }
  return matches;
}

function placesBy(cells: readonly Cell[], keyOf: (cell: Cell) => string): Rule {
  const places = new Map<string, number[]>();
  for (const [index, cell] of cells.entries()) {
    const known = places.get(keyOf(cell));
    if (known === undefined) places.set(keyOf(cell), [index]);
    else known.push(index);
  }
  return (cell) => places.get(keyOf(cell)) ?? [];
}

function textOf({ cell_type: type, source }: Cell): string {
  return `${type} ${source}`;
}
