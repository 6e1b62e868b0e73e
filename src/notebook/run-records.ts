import type { JsonObject } from "../jupyter/json.ts";
import { withoutResumePoint } from "./resume-point.ts";

// Written by Jupyter's clients (`execution`), the extension ExecuteTime, and papermill.
const OF_CELLS: ReadonlySet<string> = new Set(["execution", "ExecuteTime", "papermill"]);
const OF_NOTEBOOKS: ReadonlySet<string> = new Set(["papermill", "widgets"]);

/** The metadata of a cell: what runs recorded, such as times, and the rest. */
export function splitCellMetadata(metadata: JsonObject): { readonly recorded: JsonObject; readonly rest: JsonObject } {
  const entries = Object.entries(metadata);
  return {
    recorded: Object.fromEntries(entries.filter(([key]) => OF_CELLS.has(key))),
    rest: Object.fromEntries(entries.filter(([key]) => !OF_CELLS.has(key))),
  };
}

/** A notebook's metadata without what runs recorded: times, parameters, the state of widgets, the cell to resume at. */
export function withoutRunRecords(metadata: JsonObject): JsonObject {
  const rest = Object.entries(metadata).filter(([key]) => !OF_NOTEBOOKS.has(key));
  return withoutResumePoint(Object.fromEntries(rest));
}
