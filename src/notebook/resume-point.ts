import { isJsonObject, type JsonObject } from "../jupyter/json.ts";
import type { Notebook } from "./types.ts";

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
  if (settingsIn(notebook.metadata)[KEY] === id) return notebook;
  const rest = withoutResumePoint(notebook.metadata);
  if (id === undefined) return { ...notebook, metadata: rest };
  return { ...notebook, metadata: { ...notebook.metadata, tsnb: { ...settingsIn(rest), [KEY]: id } } };
}

/** A notebook's metadata without the id of that cell. */
export function withoutResumePoint(metadata: JsonObject): JsonObject {
  const { [KEY]: id, ...settings } = settingsIn(metadata);
  if (id === undefined) return metadata;
  const { tsnb: _tsnb, ...others } = metadata;
  return Object.keys(settings).length === 0 ? others : { ...metadata, tsnb: settings };
}

function settingsIn({ tsnb }: JsonObject): JsonObject {
  return isJsonObject(tsnb) ? tsnb : {};
}
