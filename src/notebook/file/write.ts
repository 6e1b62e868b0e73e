import { writeAtomic } from "../../util/files/write-atomic.ts";
import { type Content, jsonPieces, LineList, Spelled, Whole } from "./json-pieces.ts";
import { isJsonObject, type JsonObject } from "../../jupyter/json.ts";
import { spellingsOf } from "../../jupyter/spellings.ts";
import { JUPYTER_LAYOUT } from "./layout.ts";
import type { Cell, MimeData, Notebook, Output } from "../types.ts";

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
  await writeAtomic(file, notebookPieces(notebook));
}

/**
 * The text of a notebook's file, byte for byte what Jupyter's nbformat writes: sorted keys, one space
 * of indentation, long strings as lists of lines; one that was read from a file keeps its indentation and line
 * ends. The same notebook always gives the same text.
 */
export function formatNotebook(notebook: Notebook): string {
  return Array.from(notebookPieces(notebook)).join("");
}

/** The text of a notebook's file, piece by piece. */
export function notebookPieces({ layout = JUPYTER_LAYOUT, ...notebook }: Notebook): Generator<string> {
  return jsonPieces(
    { ...notebook, metadata: splitMetadata(notebook.metadata), cells: notebook.cells.map(splitCell) },
    layout,
  );
}

function splitMetadata(metadata: JsonObject): Content {
  const { widgets } = metadata;
  if (!isJsonObject(widgets)) return new Whole(metadata);
  const fields = Object.keys(metadata).map((key): [string, Content] => [key, new Whole(metadata[key] ?? null)]);
  return { ...Object.fromEntries(fields), widgets: new Spelled(new Whole(widgets), spellingsOf(widgets)) };
}

function splitCell(cell: Cell): Content {
  const common = { metadata: new Whole(cell.metadata), source: new LineList(cell.source) };
  if (cell.cell_type === "code") return { ...cell, ...common, outputs: cell.outputs.map(splitOutput) };
  const { attachments, ...rest } = cell;
  if (attachments === undefined) return { ...rest, ...common };
  const files = Object.entries(attachments).map(([file, bundle]) => [file, splitBundle(bundle)] as const);
  return { ...rest, ...common, attachments: Object.fromEntries(files) };
}

function splitOutput(output: Output): Content {
  if (output.output_type === "stream") return { ...output, text: new LineList(output.text) };
  if (output.output_type === "error") return new Whole(output);
  const content = { ...output, data: splitBundle(output.data), metadata: new Whole(output.metadata) };
  return new Spelled(content, spellingsOf(output));
}

function splitBundle(bundle: MimeData): Content {
  return Object.fromEntries(
    Object.entries(bundle).map(([mime, value]): [string, Content] => [
      mime,
      typeof value === "string" && isSplit(mime) ? new LineList(value) : new Whole(value),
    ]),
  );
}

function isSplit(mime: string): boolean {
  return mime.startsWith("text/") || mime === "image/svg+xml" || mime === "application/javascript";
}
