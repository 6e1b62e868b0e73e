import { isJsonObject, type JsonValue } from "../../../jupyter/json.ts";

// Altair names a dataset by a hash of its content, so a difference in a last digit would change the name too.
const HASHED = /^data-[0-9a-f]{32}$/;

/** A Vega-Lite spec whose datasets are named by the order in which it uses them instead of by their content. */
export function withoutHashes(spec: JsonValue): JsonValue {
  if (!isJsonObject(spec) || !isJsonObject(spec["datasets"])) return spec;
  const { datasets, ...rest } = spec;
  const chart = JSON.stringify(sorted(rest));
  const names = Object.keys(datasets)
    .filter((name) => HASHED.test(name))
    .toSorted((a, b) => chart.indexOf(`"${a}"`) - chart.indexOf(`"${b}"`));
  const named = new Map(names.map((name, index) => [name, `dataset ${index + 1}`]));
  return renamed(spec, named);
}

function renamed(value: JsonValue, names: ReadonlyMap<string, string>): JsonValue {
  if (typeof value === "string") return names.get(value) ?? value;
  if (Array.isArray(value)) return value.map((item: JsonValue) => renamed(item, names));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [names.get(key) ?? key, renamed(item, names)]));
}

function sorted(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]));
}
