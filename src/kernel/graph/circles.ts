import type { Dependency } from "./dependencies.ts";

/** The groups of cells that depend on each other in a circle, each in the order of the notebook. */
export function circlesIn(dependencies: readonly Dependency[]): number[][] {
  const next = nextCells(dependencies);
  // In every circle, some cell reads what only a later cell makes.
  const back = dependencies.filter(({ from, to, isLater }) => !isLater && from > to);
  const groups = new Map<string, number[]>();
  for (const { from, to } of back) {
    const ahead = reached(to, next);
    if (!ahead.has(from)) continue;
    const members = [...ahead].filter((at) => reached(at, next).has(to)).toSorted((a, b) => a - b);
    groups.set(members.join(), members);
  }
  return [...groups.values()];
}

/** The cells that can be reached from a cell, including itself. */
export function reached(start: number, next: ReadonlyMap<number, readonly number[]>): ReadonlySet<number> {
  const found = new Set([start]);
  // The iteration of a set includes items that are added meanwhile.
  for (const at of found) for (const one of next.get(at) ?? []) found.add(one);
  return found;
}

/** For each cell, the cells that depend on it directly when they run. */
export function nextCells(dependencies: readonly Dependency[]): ReadonlyMap<number, readonly number[]> {
  const next = new Map<number, number[]>();
  for (const { from, to, isLater } of dependencies) if (!isLater) next.set(from, [...(next.get(from) ?? []), to]);
  return next;
}
