import { isDeepStrictEqual } from "node:util";
import type { JsonObject } from "../../jupyter/json.ts";
import { splitCellMetadata, withoutRunRecords } from "../../notebook/run-records.ts";
import type { Cell, Notebook } from "../../notebook/types.ts";
import { withExactIntegers } from "../exact-values.ts";
import { matchCells } from "../matching/match-cells.ts";
import { fewestMoves } from "../matching/fewest-moves.ts";

/** A cell of the older and of the newer notebook, with its number, counted from 1. */
type Numbered = { readonly cell: Cell; readonly number: number };

/** The change of a cell between two versions of a notebook. */
export type CellChange =
  | { readonly kind: "added"; readonly after: Numbered }
  | { readonly kind: "removed"; readonly before: Numbered }
  | {
      readonly kind: "changed";
      readonly before: Numbered;
      readonly after: Numbered;
      /** True if its place among the cells of both notebooks has changed. */
      readonly isMoved: boolean;
      /** The parts that differ. */
      readonly parts: readonly ("type" | "source" | "metadata" | "outputs" | "attachments")[];
    };

/** The differences of two notebooks. */
export type NotebookDiff = {
  /** In the order of the newer notebook, with removed cells where they were. */
  readonly cells: readonly CellChange[];
  /** The notebooks' own metadata; undefined if they are equal. */
  readonly metadata: { readonly before: JsonObject; readonly after: JsonObject } | undefined;
};

/**
 * The differences of two versions of a notebook, cell by cell. Execution counts and records of runs are ignored, and so
 * is the spelling of a number, such as 1.0 for 1.
 */
export function diffNotebooks(before: Notebook, after: Notebook): NotebookDiff {
  return diffExact(withExactIntegers(before), withExactIntegers(after));
}

function diffExact(before: Notebook, after: Notebook): NotebookDiff {
  const matches = matchCells(before.cells, after.cells);
  const sources = new Map(Array.from(matches, ([old, now]) => [now, old]));
  const inOrder = after.cells.flatMap((_cell, index) => sources.get(index) ?? []);
  const moved = fewestMoves(
    inOrder.toSorted((a, b) => a - b),
    inOrder,
  );
  const changes: CellChange[] = [];
  let next = 0;
  const removeUpTo = (end: number): void => {
    for (; next < end; next++) {
      const cell = before.cells[next];
      if (cell !== undefined && !matches.has(next))
        changes.push({ kind: "removed", before: { cell, number: next + 1 } });
    }
  };
  for (const [index, cell] of after.cells.entries()) {
    const source = sources.get(index);
    const old = source === undefined ? undefined : before.cells[source];
    if (source === undefined || old === undefined) {
      changes.push({ kind: "added", after: { cell, number: index + 1 } });
      continue;
    }
    const isMoved = moved.has(source);
    if (!isMoved) removeUpTo(source);
    const parts = differingParts(old, cell);
    if (!isMoved && parts.length === 0) continue;
    const [was, is] = [
      { cell: old, number: source + 1 },
      { cell, number: index + 1 },
    ];
    changes.push({ kind: "changed", before: was, after: is, isMoved, parts });
  }
  removeUpTo(before.cells.length);
  const [was, is] = [withoutRunRecords(before.metadata), withoutRunRecords(after.metadata)];
  return { cells: changes, metadata: isDeepStrictEqual(was, is) ? undefined : { before: was, after: is } };
}

function differingParts(before: Cell, after: Cell) {
  const compared = [
    ["type", before.cell_type, after.cell_type],
    ["source", before.source, after.source],
    ["metadata", splitCellMetadata(before.metadata).rest, splitCellMetadata(after.metadata).rest],
    ["outputs", outputsOf(before), outputsOf(after)],
    ["attachments", attachmentsOf(before), attachmentsOf(after)],
  ] as const;
  return compared.filter(([, was, is]) => !isDeepStrictEqual(was, is)).map(([part]) => part);
}

function outputsOf(cell: Cell): unknown {
  if (cell.cell_type !== "code") return [];
  return cell.outputs.map((output) =>
    output.output_type === "execute_result" ? { ...output, execution_count: null } : output,
  );
}

function attachmentsOf(cell: Cell): unknown {
  return cell.cell_type === "code" ? {} : (cell.attachments ?? {});
}
