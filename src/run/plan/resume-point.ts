import { isJsonObject, type JsonObject } from "../../jupyter/json.ts";
import type { Notebook } from "../../notebook/types.ts";

// In the metadata `tsnb` of an executed notebook.
const KEY = "resumeAt";

/**
 * The index of the cell from which on an executed notebook does not tell what succeeded; the number of its cells when it
 * tells all.
 */
export function resumePointOf({ metadata, cells }: Notebook): number {
  const id = settingsIn(metadata)[KEY];
  return id === undefined ? cells.length : cells.findIndex((cell) => cell.id === id);
}

/** A notebook with that cell in its metadata, by its id; without any for undefined. */
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
