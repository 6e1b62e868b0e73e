import type { ChangedNames } from "./changed-names.ts";
import type { CellEffects } from "./cell-effects.ts";

/** The cells of a notebook; undefined for those that cannot be read. */
export type Cells = readonly (CellEffects | undefined)[];

/**
 * The cells that must run so that names have the values that they have at the end of the notebook: those that declare
 * or change the names, and those that these cells need. A function may be called at any time, so the names that it
 * reads need their values at the end; the names that a cell itself reads need their values before the cell.
 *
 * @returns the places of the cells in the list, from 0, in ascending order.
 */
export function neededCells(cells: Cells, names: Iterable<string>): number[] {
  const changed = cells.map((cell) => (cell ? changedWith(cell, cells) : new Set<string>()));
  const needed = new Set<number>();
  const open: number[] = [];
  const need = (cell: number): void => {
    if (needed.has(cell)) return;
    needed.add(cell);
    open.push(cell);
  };
  /** Adds the cells before `end` that declare or change a name, from its last fresh declaration before `from` on. */
  const makeUp = (name: string, from: number, end: number): void => {
    const declaring = cells.findLastIndex((cell, index) => index < from && cell?.declares.get(name)?.isFresh);
    for (let index = Math.max(declaring, 0); index < end; index++) {
      if (cells[index]?.declares.has(name) || changed[index]?.has(name)) need(index);
    }
  };
  for (const name of names) makeUp(name, cells.length, cells.length);
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const cell = cells[at];
    for (const name of cell?.reads ?? []) makeUp(name, at, at);
    for (const name of cell?.readsLater ?? []) makeUp(name, at + 1, cells.length);
    for (let index = 0; index < at; index++) if (cells[index]?.isSetup) need(index);
  }
  return [...needed].toSorted((one, other) => one - other);
}

/** The names that a cell changes, also through the functions that it calls. */
export function changedWith(cell: CellEffects, cells: Cells): ReadonlySet<string> {
  const changed = new Set<string>();
  const called = new Set(cell.calls.keys());
  const add = ({ sets, handles, setsUp, calls }: ChangedNames): void => {
    for (const name of sets) changed.add(name);
    // The methods of globals and imports are mostly called for what they return or show.
    for (const name of handles) if (setsUp.has(name) ? isDeclared(name, cells) : isOwn(name, cells)) changed.add(name);
    for (const name of calls.keys()) called.add(name);
  };
  add(cell);
  for (const name of called) {
    for (const one of cells) {
      const effects = one?.functions.get(name);
      if (!effects) continue;
      add(effects);
      if (effects.changesArguments) for (const given of cell.calls.get(name) ?? []) changed.add(given);
    }
  }
  return changed;
}

function isDeclared(name: string, cells: Cells): boolean {
  return cells.some((cell) => cell?.declares.has(name));
}

function isOwn(name: string, cells: Cells): boolean {
  return cells.some((cell) => cell?.declares.get(name)?.isImport === false);
}
