import { isObject } from "../object.ts";
import { ChartError } from "../errors/chart-error.ts";
import type { ChartSource } from "./data/chart-source.ts";
import { plainName } from "./data/field-path.ts";
import { MOST_ROWS } from "./data/inline-data.ts";

/** Channels whose fields divide an area into several. */
const DIVIDING = ["color", "fill", "stroke", "detail", "key", "opacity", "fillOpacity", "strokeOpacity"];

/**
 * Refuses areas with too many rows: to stack them, Vega gives each area a row at every place of any other.
 *
 * @throws {ChartError} when this makes more than 50,000 points.
 */
export function checkStack(encoding: Readonly<Record<string, unknown>>, source: ChartSource, title: string): void {
  const { x, y } = encoding;
  if ([x, y].some((def) => isObject(def) && [null, false].some((none) => Reflect.get(def, "stack") === none))) return;
  const fields = DIVIDING.flatMap((channel) => encoding[channel]).flatMap(fieldOf);
  const areas = distinct(fields, source);
  const places = distinct(fieldOf(x), source);
  if (areas * places <= MOST_ROWS) return;
  const [counted, of, all] = [areas, places, areas * places].map((count) => count.toLocaleString("en-US"));
  const got = `stacking ${counted} areas at ${of} places makes ${all} points, and a chart should have at most ${MOST_ROWS.toLocaleString("en-US")}`;
  throw new ChartError(title, got, "Draw fewer areas, or lines, or give y the property stack: false");
}

function fieldOf(def: unknown): string[] {
  const field: unknown = isObject(def) ? Reflect.get(def, "field") : undefined;
  return typeof field === "string" ? [plainName(field)] : [];
}

/** The number of combinations of the values of some columns. */
function distinct(fields: readonly string[], source: ChartSource): number {
  const columns = fields.map((field) => source.values(field));
  const [only = [], ...others] = columns;
  if (others.length === 0) return Math.max(1, new Set(only).size);
  return new Set(only.map((_, row) => JSON.stringify(columns.map((values) => values[row])))).size;
}
