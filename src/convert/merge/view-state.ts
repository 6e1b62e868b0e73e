import { isJsonObject, type JsonObject } from "../../jupyter/json.ts";

const OF_CELLS: ReadonlySet<string> = new Set(["collapsed", "scrolled", "autoscroll"]);
const OF_JUPYTER: ReadonlySet<string> = new Set(["outputs_hidden", "source_hidden"]);

/** A cell's metadata without the fields that say which parts of the cell a client folds or scrolls. */
export function withoutViewState(metadata: JsonObject): JsonObject {
  const { jupyter, ...others } = without(metadata, OF_CELLS);
  if (!isJsonObject(jupyter)) return jupyter === undefined ? others : { ...others, jupyter };
  const rest = without(jupyter, OF_JUPYTER);
  return Object.keys(rest).length === 0 ? others : { ...others, jupyter: rest };
}

function without(fields: JsonObject, names: ReadonlySet<string>): JsonObject {
  return Object.fromEntries(Object.entries(fields).filter(([key]) => !names.has(key)));
}
