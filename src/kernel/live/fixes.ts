import type { ServerEdits } from "../types/compiler/replies/read-editor-replies.ts";
import type { ReadCell, CellView } from "./live-cells.ts";
import type { Fix, LiveEdit } from "./messages.ts";
import { spanIn } from "./live-places.ts";

type Action = { readonly title: string; readonly edits: readonly ServerEdits[] };

// The compiler adds imports to the first cell of the notebook; imports.ts adds them to the cell that needs them.
const IMPORT = /^\s*import\b[^\n]*$/m;
const OTHER_IMPORT = /\bimport from "[^"]+"$/;

/**
 * A quick fix as edits of cells, except for imports.
 *
 * @param own the path of the document with the cells.
 * @returns undefined when the fix does not apply to cells, or changes anything else.
 */
export function fixOf(
  { title, edits }: Action,
  view: CellView,
  cells: readonly ReadCell[],
  own: string,
): Fix | undefined {
  const asked = cells[view.cell];
  if (!asked || edits.length === 0 || edits.some(({ file }) => file !== own)) return undefined;
  const all = edits.flatMap(({ edits: some }) => some);
  if (OTHER_IMPORT.test(title) || all.some(({ newText }) => IMPORT.test(newText))) return undefined;
  const placed = all.map(({ range, newText }): LiveEdit | undefined => {
    const span = spanIn(view, range);
    const cell = span && cells[span.cell];
    return span && cell?.facts ? { cell: cell.id, start: span.start, end: span.end, text: newText } : undefined;
  });
  const known = placed.filter((edit) => edit !== undefined);
  return known.length === placed.length ? { title, edits: known } : undefined;
}
