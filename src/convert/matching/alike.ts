import type { Cell } from "../../notebook/types.ts";

const LEAST_ALIKE = 0.6;

/** True when two cells share most of their words. */
export function areAlike(one: Cell, other: Cell | undefined): boolean {
  return other !== undefined && new WordIndex([other]).alikeTo(one).length > 0;
}

/** An index of the words of many cells, to find the cells that share most of their words with another. */
export class WordIndex {
  /** The cells that contain a word, and how often each does. */
  readonly #cells = new Map<string, Map<number, number>>();
  readonly #lengths: readonly number[];

  constructor(cells: readonly Cell[]) {
    this.#lengths = cells.map((cell, index) => {
      const words = wordsOf(cell);
      for (const word of words) {
        const counts = this.#cells.get(word) ?? new Map<number, number>();
        counts.set(index, (counts.get(index) ?? 0) + 1);
        this.#cells.set(word, counts);
      }
      return words.length;
    });
  }

  /** The indices of the cells that share most of their words with a cell, in order. */
  alikeTo(cell: Cell): readonly number[] {
    const words = wordsOf(cell);
    const own = new Map<string, number>();
    for (const word of words) own.set(word, (own.get(word) ?? 0) + 1);
    const shared = new Map<number, number>();
    for (const [word, count] of own) {
      for (const [index, times] of this.#cells.get(word) ?? []) {
        shared.set(index, (shared.get(index) ?? 0) + Math.min(count, times));
      }
    }
    const isEnough = ([index, count]: readonly [number, number]): boolean =>
      (2 * count) / (words.length + (this.#lengths[index] ?? 0)) >= LEAST_ALIKE;
    return [...shared]
      .filter(isEnough)
      .map(([index]) => index)
      .toSorted((a, b) => a - b);
  }
}

function wordsOf({ source }: Cell): readonly string[] {
  return source.match(/[\p{L}\p{N}_]+/gu) ?? [];
}
