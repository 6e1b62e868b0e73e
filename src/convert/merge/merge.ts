import { isDeepStrictEqual } from "node:util";
import { cellId } from "../../notebook/cell-id.ts";
import { splitCellMetadata } from "../../notebook/run-records.ts";
import type { Cell, Notebook } from "../../notebook/types.ts";
import { matchAdditions, matchCells } from "../matching/match-cells.ts";
import { withPlainNumbers, withExactValues, withSpellings } from "../exact-values.ts";
import { CONFLICT_KEY, markDeleted, type MergedCell, mergeCell } from "./merge-cell.ts";
import { mergeNotebookMetadata } from "./merge-metadata.ts";
import { mergeOrder } from "./merge-order.ts";
import type { SideNames } from "./merge-text.ts";
import { withoutViewState } from "./view-state.ts";

/** The values that two sides changed in different ways. */
type MergeConflict = {
  /** The id of the cell; undefined for the notebook's own metadata. */
  readonly cell: string | undefined;
  readonly parts: readonly string[];
};

/** A merged notebook: always valid, with both versions in it where they conflict. */
export type Merged = { readonly notebook: Notebook; readonly conflicts: readonly MergeConflict[] };

/**
 * Merges two versions of a notebook cell by cell. Cells are matched by their ids, else by their content, even if they
 * were moved. Lines that both sides changed are in the cell, between git's marks; metadata that both changed is ours,
 * and theirs is under `merge-conflict` in the metadata. Outputs, counts and times stay with the code that made them; a
 * cell that both sides ran again is no conflict. Numbers keep their spelling.
 */
export function mergeNotebooks(base: Notebook, ours: Notebook, theirs: Notebook, names: SideNames): Merged {
  const versions = [withExactValues(base), withExactValues(ours), withExactValues(theirs)] as const;
  const { notebook, conflicts } = mergeExact(...versions, names);
  return { notebook: withSpellings(notebook), conflicts };
}

function mergeExact(base: Notebook, ours: Notebook, theirs: Notebook, names: SideNames): Merged {
  const keys = keysOf(base.cells, ours.cells, theirs.cells);
  const merged = new Map<string, MergedCell>();
  for (const key of new Set([...keys.ours.keys(), ...keys.theirs.keys()])) {
    const cell = mergeOne(keys.base.get(key), keys.ours.get(key), keys.theirs.get(key), names);
    if (cell !== undefined) merged.set(key, cell);
  }
  const order = mergeOrder(
    [...keys.base.keys()],
    [...keys.ours.keys()],
    [...keys.theirs.keys()],
    new Set(merged.keys()),
  );
  const results = withUniqueIds(order.flatMap((key) => merged.get(key) ?? []));
  const metadata = mergeNotebookMetadata(base.metadata, ours.metadata, theirs.metadata);
  const marked =
    metadata.theirs === undefined ? metadata.value : { ...metadata.value, [CONFLICT_KEY]: metadata.theirs };
  const conflicts = results.filter((each) => each.conflicts.length > 0);
  return {
    notebook: { ...ours, metadata: marked, cells: results.map(({ cell }) => cell) },
    conflicts: [
      ...(metadata.theirs === undefined ? [] : [{ cell: undefined, parts: ["metadata"] }]),
      ...conflicts.map(({ cell, conflicts: parts }) => ({ cell: cell.id, parts })),
    ],
  };
}

type Keyed = ReadonlyMap<string, Cell>;

/** The cells of the three versions under keys; the same cell has the same key in each. */
function keysOf(base: readonly Cell[], ours: readonly Cell[], theirs: readonly Cell[]) {
  const ofOurs = keyedAs(base, ours, "ours");
  const ofTheirs = keyedAs(base, theirs, "theirs");
  const [added, alsoAdded] = [addedIn(ofOurs), addedIn(ofTheirs)];
  const twins = matchAdditions(
    added.map(([, cell]) => cell),
    alsoAdded.map(([, cell]) => cell),
  );
  const renamed = new Map(Array.from(twins, ([our, their]) => [alsoAdded[their]?.[0], added[our]?.[0]]));
  const renamedTheirs = new Map(Array.from(ofTheirs, ([key, cell]) => [renamed.get(key) ?? key, cell]));
  const ofBase: Keyed = new Map(base.map((cell, index) => [`base ${index}`, cell]));
  return { base: ofBase, ours: ofOurs, theirs: renamedTheirs };
}

function keyedAs(base: readonly Cell[], side: readonly Cell[], name: string): Keyed {
  const inBase = new Map(Array.from(matchCells(base, side), ([old, now]) => [now, old]));
  return new Map(
    side.map((cell, index) => {
      const old = inBase.get(index);
      return [old === undefined ? `${name} ${index}` : `base ${old}`, cell];
    }),
  );
}

function addedIn(keyed: Keyed): readonly (readonly [string, Cell])[] {
  return [...keyed].filter(([key]) => !key.startsWith("base "));
}

function mergeOne(
  base: Cell | undefined,
  ours: Cell | undefined,
  theirs: Cell | undefined,
  names: SideNames,
): MergedCell | undefined {
  if (ours !== undefined && theirs !== undefined) return mergeCell(base, ours, theirs, names);
  const left = ours ?? theirs;
  if (left === undefined) return undefined;
  if (base === undefined) return { cell: left, conflicts: [] };
  return isUnchanged(base, left) ? undefined : markDeleted(left, ours === undefined ? "ours" : "theirs", names);
}

/** True if a side left a cell unchanged; running it again or folding parts of it is not a change. */
function isUnchanged(base: Cell, side: Cell): boolean {
  return isDeepStrictEqual(writtenIn(base), writtenIn(side));
}

function writtenIn(cell: Cell): unknown {
  const { cell_type, source } = cell;
  const metadata = withPlainNumbers(withoutViewState(splitCellMetadata(cell.metadata).rest));
  return { cell_type, source, metadata, attachments: cell.cell_type === "code" ? undefined : cell.attachments };
}

function withUniqueIds(results: readonly MergedCell[]): readonly MergedCell[] {
  const all = new Set(results.map(({ cell }) => cell.id));
  const seen = new Set<string>();
  return results.map((result) => {
    const { cell } = result;
    const isTwin = seen.has(cell.id);
    const id = isTwin ? cellId(cell, all) : cell.id;
    seen.add(id);
    all.add(id);
    return isTwin ? { ...result, cell: { ...cell, id } } : result;
  });
}
