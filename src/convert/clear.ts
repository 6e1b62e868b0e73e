import { hasTag } from "../notebook/tags.ts";
import type { Cell, Notebook } from "../notebook/types.ts";

const KEPT = "keep_output";

/**
 * A notebook without the traces of its runs: outputs, counts, times and the state of widgets. Cells that are
 * tagged `keep_output`, nbstripout's tag, keep theirs.
 */
export function clearOutputs(notebook: Notebook): Notebook {
  const { widgets: _widgets, ...metadata } = notebook.metadata;
  return { ...notebook, metadata, cells: notebook.cells.map(cleared) };
}

function cleared(cell: Cell): Cell {
  if (cell.cell_type !== "code") return cell;
  if (hasTag(cell.metadata, KEPT) || cell.metadata[KEPT] === true) return cell;
  const { execution: _execution, ...metadata } = cell.metadata;
  return { ...cell, metadata, outputs: [], execution_count: null };
}
