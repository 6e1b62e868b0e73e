import { type Cells, changedWith } from "../notebooks/needed-cells/needed-cells.ts";

/** A dependency of one cell on another: it reads names that the other declares or changes. */
export type Dependency = {
  /** The place, from 0, of the cell that declares or changes the names. */
  readonly from: number;
  /** The place, from 0, of the cell that reads the names. */
  readonly to: number;
  readonly names: readonly string[];
  /** True when only functions declared in the cell read the names: each call sees the newest values. */
  readonly isLater: boolean;
};

/** The dependencies among the cells of a notebook. */
export type DependencyGraph = {
  readonly cells: Cells;
  readonly dependencies: readonly Dependency[];
  /** For each cell, the names of other cells that it changes: by assignment, a property, or a method that changes. */
  readonly changed: readonly ReadonlySet<string>[];
};

/**
 * Finds the dependencies between cells. For each name that a cell reads, it depends on the last cell before it that
 * declares the name, or else on the next one, and on the earlier cells since then that change the name. The reads of
 * a function count for the cells that call it.
 *
 * @param cells the cells in the order of the notebook; undefined for those that cannot be read.
 */
export function dependencyGraph(cells: Cells): DependencyGraph {
  const changes = cells.map((cell) => (cell ? changedWith(cell, cells) : new Set<string>()));
  const declarers = declarersByName(cells);
  const dependencies = cells.flatMap((cell, to): Dependency[] => {
    if (!cell) return [];
    const now = namesRead(to, cells);
    const later = [...cell.readsLater].filter((name) => !now.has(name));
    return [
      ...madeBy(now, to, { declarers, changes, isLater: false }),
      ...madeBy(later, to, { declarers, changes, isLater: true }),
    ];
  });
  const changed = changes.map((names, at) => {
    const others = [...names].filter((name) => cells[at]?.declares.get(name)?.isFresh !== true);
    return new Set(others.filter((name) => declarers.has(name)));
  });
  return { cells, dependencies: dependencies.toSorted((a, b) => a.from - b.from || a.to - b.to), changed };
}

/** The names whose values a cell reads when it runs, also through the functions of any cell that it calls. */
function namesRead(at: number, cells: Cells): ReadonlySet<string> {
  const cell = cells[at];
  const found = new Set(cell?.reads);
  const open = [...new Set([...found, ...(cell?.calls.keys() ?? [])])];
  const seen = new Set(open);
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    for (const read of readsThrough(name, at, cells)) {
      if (cell?.declares.get(read)?.isFresh !== true) found.add(read);
      if (!seen.has(read)) open.push(read);
      seen.add(read);
    }
  }
  return found;
}

/** The names that the use of a name reads: by its function, or by functions of the cell that made its value. */
function readsThrough(name: string, at: number, cells: Cells): Iterable<string> {
  const declaring = declaredBefore(name, at, cells) ?? cells.findIndex((cell) => cell?.declares.has(name));
  const cell = cells[declaring];
  if (!cell || cell.declares.get(name)?.isImport === true) return [];
  return cell.functions.get(name)?.reads ?? (declaring === at ? [] : cell.readsLater);
}

function declaredBefore(name: string, at: number, cells: Cells): number | undefined {
  const found = cells.findLastIndex((cell, index) => index <= at && cell?.declares.has(name));
  return found < 0 ? undefined : found;
}

type Making = {
  readonly declarers: ReadonlyMap<string, readonly number[]>;
  readonly changes: readonly ReadonlySet<string>[];
  readonly isLater: boolean;
};

function madeBy(names: Iterable<string>, to: number, { declarers, changes, isLater }: Making): Dependency[] {
  const byMaker = new Map<number, string[]>();
  for (const name of names) {
    const declaring = declarers.get(name) ?? [];
    const latest = declaring.findLast((at) => at < to);
    const from = latest ?? declaring.find((at) => at > to);
    const makers = from === undefined ? [] : [from];
    for (let at = (latest ?? -1) + 1; at < to; at++) if (changes[at]?.has(name)) makers.push(at);
    for (const maker of new Set(makers)) byMaker.set(maker, [...(byMaker.get(maker) ?? []), name]);
  }
  return Array.from(byMaker, ([from, made]) => ({ from, to, names: made, isLater }));
}

function declarersByName(cells: Cells): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, number[]>();
  for (const [at, cell] of cells.entries()) {
    for (const [name, { isFresh }] of cell?.declares ?? []) {
      // `var a;` keeps the value of an earlier declaration.
      if (!isFresh && found.has(name)) continue;
      found.set(name, [...(found.get(name) ?? []), at]);
    }
  }
  return found;
}
