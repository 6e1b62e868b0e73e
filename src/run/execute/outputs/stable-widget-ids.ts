import { createHash } from "node:crypto";
import { isJsonObject, type JsonObject, type JsonValue } from "../../../jupyter/json.ts";
import { spelledAs, type Spellings, spellingsOf } from "../../../jupyter/spellings.ts";
import type { Output } from "../../../notebook/types.ts";

const STATE = "application/vnd.jupyter.widget-state+json";
const VIEW = "application/vnd.jupyter.widget-view+json";
// As many as in the ids of ipywidgets, UUIDs in hexadecimal.
const ID_CHARACTERS = 32;

/** Replacements for the ids of widget models in a notebook. */
export type StableIds = {
  readonly metadata: JsonObject | undefined;
  readonly outputs: (outputs: readonly Output[]) => readonly Output[];
};

/**
 * Gives the widget models of a notebook ids based on their order, so that two runs give the same notebook: kernels
 * choose the ids at random.
 *
 * @param metadata the stored state of the widgets; undefined without widgets.
 */
export function stableWidgetIds(metadata: JsonObject | undefined): StableIds {
  const stored = metadata?.[STATE];
  const state = isJsonObject(stored) && isJsonObject(stored["state"]) ? Object.keys(stored["state"]) : [];
  const ids = new Map(state.map((id, index) => [id, idOf(index)]));
  if (metadata === undefined || ids.size === 0) return { metadata, outputs: (outputs) => outputs };
  return {
    metadata: spelledAs(renamedIn(metadata, ids), renamedPaths(spellingsOf(metadata), ids)),
    outputs: (outputs) =>
      outputs.map((output) => {
        if (!("data" in output)) return output;
        const view = output.data[VIEW];
        return isJsonObject(view) ? { ...output, data: { ...output.data, [VIEW]: renamedIn(view, ids) } } : output;
      }),
  };
}

function idOf(index: number): string {
  return createHash("sha256").update(`widget ${index}`).digest("hex").slice(0, ID_CHARACTERS);
}

function renamedPaths(spellings: Spellings, ids: ReadonlyMap<string, string>): Spellings {
  const renamedPath = (path: string) =>
    path
      .split("/")
      .map((step) => ids.get(step) ?? step)
      .join("/");
  return new Map(Array.from(spellings, ([path, text]) => [renamedPath(path), text]));
}

function renamedIn(json: JsonObject, ids: ReadonlyMap<string, string>): JsonObject {
  const entries = Object.entries(json).map(([key, value]) => [ids.get(key) ?? key, renamed(value, ids)]);
  return Object.fromEntries(entries);
}

function renamed(json: JsonValue, ids: ReadonlyMap<string, string>): JsonValue {
  if (typeof json === "string") {
    const [, prefix = "", id = ""] = /^(IPY_MODEL_|anywidget:|)([\w-]+)$/.exec(json) ?? [];
    const stable = ids.get(id);
    return stable === undefined ? json : prefix + stable;
  }
  if (isList(json)) return json.map((item) => renamed(item, ids));
  return isJsonObject(json) ? renamedIn(json, ids) : json;
}

// `Array.isArray` does not narrow readonly arrays.
function isList(json: JsonValue): json is readonly JsonValue[] {
  return Array.isArray(json);
}
