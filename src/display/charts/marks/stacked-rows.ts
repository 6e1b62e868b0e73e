import { isObject } from "../../object.ts";
import { ChartError } from "../../errors/chart-error.ts";
import { ChartSource } from "../data/chart-source.ts";
import { plainName } from "../data/field-path.ts";
import { MOST_ROWS } from "../data/inline-data.ts";
import type { MarkAndChannels } from "./marks.ts";

/** Channels whose fields divide an area into several. Vega stacks the areas before it makes facets of them. */
const DIVIDING = "color fill stroke detail key opacity fillOpacity strokeOpacity facet row column".split(" ");

type Def = Readonly<Record<string, unknown>>;

/**
 * Refuses areas with too many rows: to stack them, Vega gives each area a row at every place of any other. Fields that
 * Vega groups first, such as by month, do not count, since only Vega knows the number of groups.
 *
 * @throws {ChartError} when this makes more than 50,000 points.
 */
export function checkStack({ mark, encoding }: MarkAndChannels, source: ChartSource, title: string): void {
  const axis = stackedAxis(mark, encoding);
  if (axis === undefined) return;
  const { stack, impute } = defOf(encoding[axis]);
  if (stack === false || stack === null || impute === null || (encoding["x2"] ?? encoding["y2"]) !== undefined) return;
  const [place] = fieldOf(encoding[axis === "x" ? "y" : "x"]);
  const dividing = new Set(DIVIDING.flatMap((channel) => encoding[channel]).flatMap(fieldOf));
  if (place !== undefined) dividing.delete(place);
  const areas = distinct([...dividing], source);
  const places = place === undefined ? 1 : distinct([place], source);
  if (areas * places <= MOST_ROWS) return;
  const [counted, of, all] = [areas, places, areas * places].map((count) => count.toLocaleString("en-US"));
  const got = `stacking ${counted} areas at ${of} places makes ${all} points, and a chart should have at most ${MOST_ROWS.toLocaleString("en-US")}`;
  throw new ChartError(title, got, `Draw fewer areas, or lines, or give ${axis} the property stack: false`);
}

/**
 * Refuses a view, or layers, whose areas have too many rows when they are repeated for each value of a field.
 *
 * @throws {ChartError} when this makes more than 50,000 points.
 */
export function checkFacetedStack(view: Def, facet: unknown, title: string): void {
  const layers = Array.isArray(view["layer"]) ? view["layer"] : [view];
  for (const { mark, encoding, data = view["data"] } of layers.map(defOf)) {
    if (defOf(mark)["type"] !== "area" || !(data instanceof ChartSource)) continue;
    checkStack({ mark: defOf(mark), encoding: { ...defOf(encoding), facet } }, data, title);
  }
}

/** The axis along which Vega-Lite stacks areas, if any: https://vega.github.io/vega-lite/docs/stack.html */
function stackedAxis(mark: Def, { x, y }: Def): "x" | "y" | undefined {
  if (!isMeasure(x)) return isMeasure(y) ? "y" : undefined;
  if (!isMeasure(y)) return "x";
  const [ofX, ofY] = [defOf(x), defOf(y)];
  if (isSet(ofX["stack"]) || isSet(ofY["stack"])) return isSet(ofX["stack"]) ? "x" : "y";
  if (isSet(ofX["aggregate"]) !== isSet(ofY["aggregate"])) return isSet(ofX["aggregate"]) ? "x" : "y";
  return mark["orient"] === "horizontal" ? "x" : "y";
}

/** True for numbers as they are, and for aggregates. */
function isMeasure(channel: unknown): boolean {
  const { type, bin, aggregate } = defOf(channel);
  return !isSet(bin) && (type === "quantitative" || (type === undefined && isSet(aggregate)));
}

/** The column of a channel, unless Vega draws groups or aggregates of its values. */
function fieldOf(channel: unknown): string[] {
  const { field, bin, timeUnit, aggregate } = defOf(channel);
  return typeof field === "string" && ![bin, timeUnit, aggregate].some(isSet) ? [plainName(field)] : [];
}

function defOf(channel: unknown): Def {
  return isObject(channel) ? { ...channel } : {};
}

function isSet(property: unknown): boolean {
  return property !== undefined && property !== null && property !== false;
}

/** The number of combinations of the values of some columns. */
function distinct(fields: readonly string[], source: ChartSource): number {
  const columns = fields.map((field) => source.values(field));
  const [only = [], ...others] = columns;
  if (others.length === 0) return Math.max(1, new Set(only).size);
  return new Set(only.map((_, row) => JSON.stringify(columns.map((values) => values[row])))).size;
}
