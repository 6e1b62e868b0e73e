import { inspect } from "node:util";
import { chartBundle } from "./spec/chart-bundle.ts";
import { chartTable } from "./charts/chart-table.ts";
import { Chart } from "./charts/data-chart.ts";
import type { ChartData, FieldOf } from "./charts/fields.ts";
import { resolvedSpec, hasChartData, isChartData, dataOf, writtenView } from "./charts/resolve-spec.ts";
import type { ChartSpec, UncheckedSpec, VegaLiteData, VegaLiteTransform, WithMark } from "./charts/spec-types.ts";
import { isWrongData, wrongData } from "./charts/data/wrong-data.ts";
import { isObject } from "./object.ts";
import { BUNDLE, DISPLAY, type Displayable } from "./mime/mime.ts";
import { chartPage } from "./page/chart-page.ts";
import { toPng } from "./picture/png.ts";
import { toSvg } from "./picture/svg.ts";
import { textOf } from "./spec/chart-sentence.ts";
import type { Table, TableOptions } from "./table/table.ts";
import { hasMark, chartTitle } from "./spec/vega-lite-spec.ts";

/** A Vega-Lite spec that notebooks show as a chart: plain data, with methods that JSON and comparisons do not see. */
export interface SpecChart extends Displayable {
  /** The chart as PNG, with `scale` pixels for each CSS pixel; default 2. */
  toPng(options?: { readonly scale?: number }): Promise<Uint8Array>;
  /** The chart as SVG. */
  toSvg(): Promise<string>;
  /** The chart as a self-contained interactive HTML page. */
  toHtml(): string;
  /** A sentence about the chart. */
  toString(): string;
  /**
   * The rows of the chart's data, with the columns that it mentions, as a table that readers can sort; with the options
   * of `table`.
   *
   * @throws {ChartError} when the data is at an address, or the chart combines several frames.
   */
  table(options?: TableOptions): Table;
}

/** A spec that was checked, with its data written out. */
type MadeSpec = ChartSpec<VegaLiteData, readonly VegaLiteTransform[]> & SpecChart;

// TypeScript uses the first signature to complete what is being typed, and the last to explain errors.

/**
 * Makes a chart of a whole Vega-Lite spec: the same data, plus hidden methods that notebooks show it with. JSON and
 * comparisons see only the spec; consoles and strings show one sentence.
 *
 * The data of a view may be a frame, or any other data that `chart` accepts. Missing types are then taken from its
 * columns, and only the columns that the spec mentions are included.
 *
 * @param spec a Vega-Lite 5 spec; give width and height as numbers of pixels.
 * @throws {ChartError} when a spec with a frame names a mark, channel or field that does not exist.
 * @throws {ChartDataError} when a file cannot be read.
 *
 * @example
 * const squares = chart({
 *   data: [{ x: 1, y: 1 }, { x: 2, y: 4 }],
 *   mark: "line",
 *   encoding: { x: { field: "x" }, y: { field: "y", title: "Square" } },
 * });
 */
export function chart<
  const D extends ChartData | VegaLiteData = never,
  const T extends readonly VegaLiteTransform[] = readonly [],
>(spec: ChartSpec<D, T> & WithMark): MadeSpec;
/**
 * Makes a chart of data: `chart(frame).line({ x: "date", y: "temp_c" })`.
 *
 * The types of fields come from the data: numbers are quantitative; dates, and strings that are all ISO dates, are
 * temporal; anything else is nominal. A chart includes only the fields that it shows, as CSV above 5,000 rows.
 *
 * @param data a frame of nodejs-polars, an Arrow, Arquero or Danfo table, a Series (whose fields are its name and
 *   `index`), an array of objects, a web address, or the path of a CSV, TSV, JSON, NDJSON, Parquet or Arrow file.
 * @throws {ChartError} when the data is anything else, or has more than 50,000 rows.
 * @throws {ChartDataError} when a file cannot be read.
 *
 * @example
 * const temperatures = [{ day: "2026-01-01", temp_c: -2 }, { day: "2026-01-02", temp_c: 1 }];
 * chart(temperatures).line({ x: "day", y: "temp_c" }).title("Two days");
 */
export function chart<D extends ChartData>(data: D): Chart<FieldOf<D>>;
export function chart<const S extends object>(spec: UncheckedSpec<S>): S & SpecChart;
export function chart<
  const D extends ChartData | VegaLiteData = never,
  const T extends readonly VegaLiteTransform[] = readonly [],
>(spec: ChartSpec<D, T>): MadeSpec;
export function chart(input: unknown): unknown {
  if (isChartData(input)) return new Chart({ data: dataOf(input, "") });
  if (!isObject(input) || isWrongData(input)) throw wrongData(input, "");
  if (!hasChartData(input) && isSpec(input)) return shownSpec(input);
  const view = resolvedSpec(input);
  return shownSpec(writtenView(view), view);
}

/** True for a spec of Vega-Lite or Vega, complete or not. */
function isSpec(input: object): boolean {
  return hasMark(input) || ["$schema", "marks"].some((key) => key in input);
}

/**
 * Makes a chart of a spec and keeps the spec's exact type.
 *
 * @param view the spec with its data as it was given; by default the spec.
 */
export function shownSpec<S extends object>(spec: S, view: object = spec): S & SpecChart {
  const methods = {
    [DISPLAY]: async () => (await chartBundle(shown)).data,
    [BUNDLE]: () => chartBundle(shown),
    [inspect.custom]: () => textOf(shown),
    toString: () => textOf(shown),
    toPng: (options?: { readonly scale?: number }) => toPng(shown, options),
    toSvg: () => toSvg(shown),
    table: (options: TableOptions = {}) => chartTable(view, options),
    toHtml: () => chartPage({ title: chartTitle(shown) || "Chart", charts: [{ title: "", spec: shown }] }),
  };
  const shown = { ...spec, ...methods };
  for (const key of Reflect.ownKeys(methods)) Object.defineProperty(shown, key, { enumerable: false });
  return shown;
}
