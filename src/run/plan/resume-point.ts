import { isJsonObject, type JsonObject } from "../../jupyter/json.ts";
import type { Notebook } from "../../notebook/types.ts";

// Stored under `tsnb` in the metadata of an executed notebook.
const KEY = "resumeAt";

/**
 * The index of the first cell whose stored results do not show whether it succeeded; the number of cells when all do.
 * -1 when the stored id matches no cell.
 */
export function resumePointOf({ metadata, cells }: Notebook): number {
  const id = settingsIn(metadata)[KEY];
  return id === undefined ? cells.length : cells.findIndex((cell) => cell.id === id);
}

/** A notebook with the id of that cell in its metadata, or with none when `id` is undefined. */
export function withResumePoint(notebook: Notebook, id: string | undefined): Notebook {
  const { [KEY]: before, ...rest } = settingsIn(notebook.metadata);
  if (before === id) return notebook;
  const { tsnb: _, ...metadata } = notebook.metadata;
  const tsnb = id === undefined ? rest : { ...rest, [KEY]: id };
  return { ...notebook, metadata: Object.keys(tsnb).length === 0 ? metadata : { ...notebook.metadata, tsnb } };
}

function settingsIn({ tsnb }: JsonObject): JsonObject {
  return isJsonObject(tsnb) ? tsnb : {};
}
