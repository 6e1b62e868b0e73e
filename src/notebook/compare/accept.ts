import type { Notebook } from "../types.ts";
import type { Comparison } from "./differences.ts";

/**
 * The older notebook with the newer outputs where they differ. Outputs that count as equal stay as they are, so
 * that a review shows only what has changed.
 */
export function acceptDifferences(expected: Notebook, actual: Notebook, { differences }: Comparison): Notebook {
  const changed = new Set(differences.map(({ id }) => id));
  const now = new Map(actual.cells.map((cell) => [cell.id, cell]));
  const cells = expected.cells.map((cell) => {
    const other = now.get(cell.id);
    if (!changed.has(cell.id) || cell.cell_type !== "code" || other?.cell_type !== "code") return cell;
    return { ...cell, outputs: other.outputs, execution_count: other.execution_count };
  });
  return { ...expected, cells };
}
