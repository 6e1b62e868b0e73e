import type { JsonValue } from "../jupyter/json.ts";
import { writeAtomic } from "../util/write-atomic.ts";
import { formatJson, JUPYTER_LAYOUT } from "./json-text.ts";
import type { Cell, MimeBundle, Notebook, Output } from "./types.ts";

/**
 * Writes a notebook as Jupyter does, whole or not at all.
 *
 * @param file the path; an existing file is replaced.
 * @throws {WriteError} when the file cannot be written.
 *
 * @example
 * const notebook = await readNotebook("notebooks/a.ipynb");
 * await writeNotebook("notebooks/b.ipynb", { ...notebook, cells: notebook.cells.slice(0, 1) });
 */
export async function writeNotebook(file: string, notebook: Notebook): Promise<void> {
  await writeAtomic(file, formatNotebook(notebook));
}

/**
 * The text of a notebook's file, byte for byte what Jupyter's nbformat writes: sorted keys, one space
 * of indentation, long strings as lists of lines; one that was read from a file keeps its indentation and line
 * ends. The same notebook always gives the same text.
 */
export function formatNotebook({ layout = JUPYTER_LAYOUT, ...notebook }: Notebook): string {
  return formatJson({ ...notebook, cells: notebook.cells.map(splitCell) }, layout);
}

function splitCell(cell: Cell): JsonValue {
  const source = lines(cell.source);
  if (cell.cell_type === "code") return { ...cell, source, outputs: cell.outputs.map(splitOutput) };
  if (cell.attachments === undefined) return { ...cell, source };
  const attachments = Object.entries(cell.attachments).map(([file, bundle]) => [file, splitBundle(bundle)]);
  return { ...cell, source, attachments: Object.fromEntries(attachments) };
}

function splitOutput(output: Output): JsonValue {
  if (output.output_type === "stream") return { ...output, text: lines(output.text) };
  return output.output_type === "error" ? output : { ...output, data: splitBundle(output.data) };
}

function splitBundle(bundle: MimeBundle): JsonValue {
  return Object.fromEntries(
    Object.entries(bundle).map(([mime, value]) => [
      mime,
      typeof value === "string" && isSplit(mime) ? lines(value) : value,
    ]),
  );
}

function isSplit(mime: string): boolean {
  return mime.startsWith("text/") || mime === "image/svg+xml" || mime === "application/javascript";
}

// Jupyter splits with Python's str.splitlines, which knows more line ends than \n.
const LINE_ENDS = String.fromCharCode(0x0a, 0x0b, 0x0c, 0x0d, 0x1c, 0x1d, 0x1e, 0x85, 0x2028, 0x2029);
const LINE = new RegExp(`[^${LINE_ENDS}]*(?:\r\n|[${LINE_ENDS}]|$)`, "g");

function lines(text: string): string[] {
  return (text.match(LINE) ?? []).filter((line) => line !== "");
}
