import type { ServerEdits } from "../types/compiler/read-editor-replies.ts";
import type { ReadCell, View } from "./live-cells.ts";
import type { Fix, LiveEdit } from "./messages.ts";
import { spanIn } from "./live-places.ts";

type Action = { readonly title: string; readonly edits: readonly ServerEdits[] };

const IMPORT = /^\s*import\b[^\n]*$/m;
const MODULE = /\bimport from "([^"]+)"$/;

/**
 * A quick fix as edits of cells. A missing import is added to the cell that needs it, not to the first cell of the
 * notebook, which would then have to run again.
 *
 * @param own the path of the document with the cells.
 * @returns undefined when the fix does not apply to cells, or changes anything else.
 */
export function fixOf({ title, edits }: Action, view: View, cells: readonly ReadCell[], own: string): Fix | undefined {
  const asked = cells[view.cell];
  if (!asked || edits.length === 0 || edits.some(({ file }) => file !== own)) return undefined;
  const module = MODULE.exec(title)?.[1];
  const all = edits.flatMap(({ edits: some }) => some);
  // The kernel's own documents export the names of cells, and cannot be imported.
  if (module?.startsWith("./__tsnb_")) return undefined;
  if (module !== undefined) {
    const text = importOf(all.map(({ newText }) => newText).join(""), module);
    if (text === undefined) return undefined;
    const at = importPlace(asked);
    const isRight = /^(?:Add|Update) import/.test(title);
    return isRight
      ? { title: `Add import from "${module}"`, edits: [{ cell: asked.id, start: at, end: at, text }] }
      : undefined;
  }
  // A fix of this kind adds all missing imports of all cells.
  if (all.some(({ newText }) => IMPORT.test(newText))) return undefined;
  const placed = all.map(({ range, newText }): LiveEdit | undefined => {
    const span = spanIn(view, range);
    const cell = span && cells[span.cell];
    return span && cell?.facts ? { cell: cell.id, start: span.start, end: span.end, text: newText } : undefined;
  });
  const known = placed.filter((edit) => edit !== undefined);
  return known.length === placed.length ? { title, edits: known } : undefined;
}

/** The import statement for an edit that adds an import line, or adds names to an existing import. */
function importOf(added: string, module: string): string | undefined {
  const line = IMPORT.exec(added)?.[0].trim();
  if (line !== undefined) return `${line}\n`;
  const names = added.replaceAll(/^[\s,{]+|[\s,}]+$/g, "");
  return /^[\p{ID_Continue}$ ]+$/u.test(names) ? `import { ${names} } from "${module}";\n` : undefined;
}

/** The start of the first line of TypeScript, below commands and comments like `// @ts-nocheck`. */
function importPlace({ code }: ReadCell): number {
  const first = /^(?:[ \t]*(?:\/\/[^\n]*)?\n)*/.exec(code)?.[0].length ?? 0;
  return code.slice(first).trim() === "" ? 0 : first;
}
