import type { LiveCell } from "../../../../src/kernel/live/messages.ts";

/** The relevant part of a notebook's cell. */
export type EditedCell = {
  readonly id: string;
  readonly type: string;
  readonly source: string;
  readonly tags: readonly string[];
};

/** The cells that can run, in the form that the kernel receives. */
export function liveCells(cells: Iterable<EditedCell>): LiveCell[] {
  return Array.from(cells).flatMap(({ id, type, source, tags }): LiveCell[] => {
    if (type !== "code" || tags.includes("skip-execution")) return [];
    const mayFail = tags.some((tag) => tag === "raises-exception" || tag.startsWith("raises-exception:"));
    return [{ id, source, mayFail }];
  });
}

/** The changes from an earlier list of cells to a later one; undefined when they are equal. */
export function changedCells(
  now: readonly LiveCell[],
  before: readonly LiveCell[],
): { readonly order: readonly string[]; readonly cells: readonly LiveCell[] } | undefined {
  const known = new Map(before.map((cell) => [cell.id, cell]));
  const cells = now.filter(({ id, source, mayFail }) => {
    const old = known.get(id);
    return old?.source !== source || old.mayFail !== mayFail;
  });
  const isSameOrder = now.length === before.length && now.every(({ id }, at) => before[at]?.id === id);
  return cells.length === 0 && isSameOrder ? undefined : { order: now.map(({ id }) => id), cells };
}
