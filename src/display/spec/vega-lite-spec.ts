import type { JsonObject, JsonValue } from "../../jupyter/json.ts";
import { isJsonObject } from "../../jupyter/json.ts";
import { messageOf } from "../../util/error.ts";
import { ChartError } from "../errors/chart-error.ts";

/** A spec with this `$schema` is drawn by Vega alone. */
export const VEGA_SCHEMA = "https://vega.github.io/schema/vega/v5.json";

const SCHEMA_V5 = "https://vega.github.io/schema/vega-lite/v5.json";
/** The keys of a view that contain other views. */
export const COMPOSITIONS = ["layer", "concat", "hconcat", "vconcat", "spec"] as const;
const DEEPEST_VIEW = 5;

/** Vega-Lite's marks: https://vega.github.io/vega-lite/docs/mark.html */
export const MARKS: readonly string[] =
  "arc area bar boxplot circle errorband errorbar geoshape image line point rect rule square text tick trail".split(
    " ",
  );

/**
 * True for Vega-Lite: the value's schema says so, or it has a mark or views with data or encodings.
 * Data may have fields with these names too, but hardly with these values.
 */
export function isVegaLite(value: unknown): value is object {
  return looksLikeChart(value, DEEPEST_VIEW);
}

function looksLikeChart(value: unknown, depth: number): boolean {
  if (!isObject(value) || depth === 0) {
    return false;
  }
  const schema: unknown = Reflect.get(value, "$schema");
  if (typeof schema === "string") {
    return schema.includes("/vega-lite/");
  }
  const described = ["data", "encoding", "datasets"].some((key) => Reflect.has(value, key));
  return draws(value, depth) && (described || viewsOf(value).some((view) => looksLikeChart(view, depth - 1)));
}

function draws(value: unknown, depth: number): boolean {
  if (!isObject(value) || depth === 0) {
    return false;
  }
  const mark: unknown = Reflect.get(value, "mark");
  const type: unknown = isObject(mark) ? Reflect.get(mark, "type") : mark;
  // Vega-Lite itself reports a misspelt mark.
  const isMark =
    MARKS.some((known) => known === type) || (typeof type === "string" && isObject(Reflect.get(value, "encoding")));
  return isMark || viewsOf(value).some((view) => draws(view, depth - 1));
}

function viewsOf(value: object): unknown[] {
  // Without either, `spec` is a property of someone's own object that contains a chart.
  const repeats = Reflect.has(value, "facet") || Reflect.has(value, "repeat");
  return COMPOSITIONS.filter((key) => key !== "spec" || repeats).flatMap((key): unknown => Reflect.get(value, key));
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

/** True when Vega-Lite has something to draw: a mark, or a composition of views. */
export function hasMark(spec: object): boolean {
  return Reflect.has(spec, "mark") || COMPOSITIONS.some((key) => Reflect.has(spec, key));
}

/**
 * The spec in its JSON form, with Vega-Lite 5's schema: a browser gets exactly what the picture shows.
 * Dates become ISO strings, NaN and infinities null, big integers numbers; functions are left out.
 *
 * @throws {ChartError} when the spec contains itself, or is a chart in which nothing is drawn yet.
 */
export function specJson(spec: object): JsonObject {
  let text: string;
  try {
    text = JSON.stringify(spec, (_key, value: unknown) => (typeof value === "bigint" ? Number(value) : value));
  } catch (cause) {
    if (cause instanceof ChartError) throw cause;
    const [got] = messageOf(cause).split("\n");
    throw new ChartError(chartTitle(spec), got, "Use plain data that JSON can hold", cause);
  }
  const { $schema: _any, ...plain }: JsonObject = JSON.parse(text);
  return { $schema: SCHEMA_V5, ...plain };
}

/** The chart's title on one line, or "" when it has none. */
export function chartTitle(spec: object): string {
  const title: unknown = Reflect.get(spec, "title");
  const text: unknown = typeof title === "object" && title !== null && "text" in title ? title.text : title;
  const lines: unknown[] = Array.isArray(text) ? text : [text];
  return lines.filter((line) => typeof line === "string").join(" ");
}

/** The marks of the chart and the views inside it, in order. */
export function marksOf(spec: JsonObject): string[] {
  const mark = spec["mark"];
  const type = isJsonObject(mark) ? mark["type"] : mark;
  const own = typeof type === "string" ? [type] : [];
  return [...own, ...innerViews(spec).flatMap(marksOf)];
}

/** The views of a composition. */
function innerViews(spec: JsonObject): JsonObject[] {
  return COMPOSITIONS.flatMap((key) => listOf(spec[key])).filter(isJsonObject);
}

/** The total number of rows in the distinct inline data sets; undefined without inline data. */
export function rowCountOf(spec: JsonObject): number | undefined {
  const named = isJsonObject(spec["datasets"]) ? Object.values(spec["datasets"]) : [];
  const counts = [...named, ...valuesOf(spec)].map(countRows).filter((count) => count !== undefined);
  return counts.length === 0 ? undefined : counts.reduce((sum, count) => sum + count, 0);
}

function valuesOf(spec: JsonObject): JsonValue[] {
  const values = isJsonObject(spec["data"]) ? spec["data"]["values"] : undefined;
  return [...(values === undefined ? [] : [values]), ...innerViews(spec).flatMap(valuesOf)];
}

function countRows(values: JsonValue): number | undefined {
  if (typeof values === "string") {
    return values
      .split("\n")
      .slice(1)
      .filter((line) => line.trim() !== "").length;
  }
  return Array.isArray(values) ? values.length : undefined;
}

function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  if (value === undefined) {
    return [];
  }
  return Array.isArray(value) ? value : [value];
}
