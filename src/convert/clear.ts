import { parseNotebook } from "../notebook/file/read.ts";
import { decodeText } from "../notebook/file/read-bytes.ts";
import { formatNotebook } from "../notebook/file/write.ts";
import { splitCellMetadata, withoutRunRecords } from "../notebook/run-records.ts";
import { hasTag } from "../notebook/tags.ts";
import type { Cell, Notebook } from "../notebook/types.ts";

const KEPT = "keep_output";

/**
 * A notebook without the traces of its runs: outputs, counts, times, papermill's records, the state of widgets and the
 * cell to resume at. Cells that are tagged `keep_output`, nbstripout's tag, keep theirs.
 */
export function clearOutputs(notebook: Notebook): Notebook {
  return { ...notebook, metadata: withoutRunRecords(notebook.metadata), cells: notebook.cells.map(cleared) };
}

/**
 * The text of a notebook's file without those traces. An empty file, which is not a notebook yet, stays empty.
 *
 * @param name the name for error messages.
 * @throws {NotebookEncodingError | NotebookJsonError | NotebookVersionError | NotebookShapeError}
 */
export function clearedText(bytes: Uint8Array, name: string): string {
  const text = decodeText(bytes, name);
  return text.trim() === "" ? text : formatNotebook(clearOutputs(parseNotebook(text, name)));
}

function cleared(cell: Cell): Cell {
  if (hasTag(cell.metadata, KEPT) || cell.metadata[KEPT] === true) return cell;
  const { rest: metadata } = splitCellMetadata(cell.metadata);
  return cell.cell_type === "code" ? { ...cell, metadata, outputs: [], execution_count: null } : { ...cell, metadata };
}
