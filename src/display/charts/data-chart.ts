import { inspect } from "node:util";
import { chartBundle } from "../spec/chart-bundle.ts";
import { BUNDLE, DISPLAY, type MimeBundle } from "../mime/mime.ts";
import { chartPage } from "../page/chart-page.ts";
import { toPng } from "../picture/png.ts";
import { toSvg } from "../picture/svg.ts";
import { textOf } from "../spec/chart-sentence.ts";
import type { Table, TableOptions } from "../table/table.ts";
import { chartTitle } from "../spec/vega-lite-spec.ts";
import { chartTable } from "./chart-table.ts";
import { channelDefs } from "./channels/channels.ts";
import { concatOf, facetOf, layerOf } from "./views/compose.ts";
import { described } from "./chart-description.ts";
import { interactiveView } from "./interactive.ts";
import { withLonePoints } from "./views/lone-points.ts";
import * as marks from "./marks/marks.ts";
import { drawnView, finishedView, scopeOf } from "./views/drawn-view.ts";
import { withSize } from "./views/view-size.ts";
import type { Channels, MarkOptions } from "./spec-types.ts";
import { mapUnits } from "./views/unit-views.ts";
import type { ViewSpec } from "./views/nested-views.ts";
import { writtenView } from "./resolve-spec.ts";

/**
 * A chart of some data that notebooks show. It never changes: each method returns another chart. `F` is the type of the
 * names of the data's fields, as far as they are known.
 */
export class Chart<F extends string = string> {
  readonly #view: ViewSpec;

  /** @internal */
  constructor(view: ViewSpec) {
    this.#view = view;
  }

  /**
   * Draws a filled point for each row.
   *
   * @param options properties of the mark, such as `{ shape: "square", size: 30 }`.
   * @throws {ChartError} when a field or channel does not exist.
   *
   * @example
   * chart([{ height: 1.7, weight: 66 }, { height: 1.8, weight: 75 }]).point({ x: "height", y: "weight" });
   */
  point(channels: Channels<F>, options: MarkOptions = {}): Chart<F> {
    return this.#drawn(marks.point, channels, options);
  }

  /**
   * Draws a line through the rows in the order of `x`, one for each value of `color` or `detail`. A few whole numbers
   * as `color` get a legend of their own values; `{ field: "cluster", type: "nominal" }` gives them unlike colours.
   *
   * @throws {ChartError} when a field or channel does not exist.
   *
   * @example
   * chart([{ day: "2026-01-01", temp_c: -2 }, { day: "2026-01-02", temp_c: 1 }]).line({ x: "day", y: "temp_c" });
   */
  line(channels: Channels<F>, options: MarkOptions = {}): Chart<F> {
    return this.#drawn(marks.line, channels, options);
  }

  /**
   * Draws a bar for each row or, with an aggregate, for each group.
   *
   * @throws {ChartError} when a field or channel does not exist.
   *
   * @example
   * const sales = [{ city: "Bergen", sold: 3 }, { city: "Oslo", sold: 5 }, { city: "Oslo", sold: 2 }];
   * chart(sales).bar({ x: "city", y: { field: "sold", aggregate: "sum" } });
   */
  bar(channels: Channels<F>, options: MarkOptions = {}): Chart<F> {
    return this.#drawn(marks.bar, channels, options);
  }

  /**
   * Fills the area below a line; areas of different colours are stacked.
   *
   * @throws {ChartError} when a field or channel does not exist.
   *
   * @example
   * chart([{ day: "2026-01-01", rain_mm: 4 }, { day: "2026-01-02", rain_mm: 9 }]).area({ x: "day", y: "rain_mm" });
   */
  area(channels: Channels<F>, options: MarkOptions = {}): Chart<F> {
    return this.#drawn(marks.area, channels, options);
  }

  /**
   * Counts the rows in each of at most 30 bins of `x` or, if `x` is not numeric, for each of its values.
   *
   * @throws {ChartError} when a field or channel does not exist.
   *
   * @example
   * chart([{ age: 31 }, { age: 35 }, { age: 58 }]).histogram({ x: "age" });
   */
  histogram(channels: Channels<F>, options: MarkOptions = {}): Chart<F> {
    return this.#drawn(marks.histogram, channels, options);
  }

  /**
   * Draws the median, quartiles, minimum and maximum of the numbers of each group.
   *
   * @throws {ChartError} when a field or channel does not exist.
   *
   * @example
   * chart([{ city: "Oslo", temp_c: -4 }, { city: "Oslo", temp_c: 17 }]).box({ x: "city", y: "temp_c" });
   */
  box(channels: Channels<F>, options: MarkOptions = {}): Chart<F> {
    return this.#drawn(marks.box, channels, options);
  }

  /**
   * Draws a rectangle for each pair of `x` and `y`, coloured by the mean of `color` or, without `color`, by the number
   * of rows. Numbers on the axes are put into at most 30 bins.
   *
   * @throws {ChartError} when a field or channel does not exist.
   *
   * @example
   * chart([{ day: "Mon", hour: "09", calls: 12 }]).heatmap({ x: "hour", y: "day", color: "calls" });
   */
  heatmap(channels: Channels<F>, options: MarkOptions = {}): Chart<F> {
    return this.#drawn(marks.heatmap, channels, options);
  }

  /**
   * Repeats the chart for each value of a field, with the same axes.
   *
   * @param options.columns the number of charts side by side; default 3.
   * @throws {ChartError} when the field does not exist, nothing is drawn yet, or so many columns do not fit.
   *
   * @example
   * const rows = [{ city: "Oslo", month: 1, temp_c: -4 }, { city: "Bergen", month: 1, temp_c: 2 }];
   * chart(rows).bar({ x: "month", y: "temp_c" }).facet("city", { columns: 2 });
   */
  facet(field: F, options: { readonly columns?: number } = {}): Chart<F> {
    return new Chart(facetOf(finishedView(this.#view), field, options.columns ?? 3, scopeOf(this.#view)));
  }

  /**
   * Draws other charts over this one, on the same axes.
   *
   * @throws {ChartError} when nothing is drawn yet.
   *
   * @example
   * const temps = chart([{ day: 1, temp_c: -2 }, { day: 2, temp_c: 1 }]);
   * temps.line({ x: "day", y: "temp_c" }).layer(temps.point({ x: "day", y: "temp_c" }));
   */
  layer<G extends string>(...others: readonly Chart<G>[]): Chart<F | G> {
    return new Chart(layerOf([finishedView(this.#view), ...others.map((other) => finishedView(other.#view))]));
  }

  /**
   * Puts other charts to the right of this one; `columns` is the number of charts in a row, by default all.
   *
   * @throws {ChartError} when nothing is drawn yet, or `columns` is not a whole number above 0.
   *
   * @example
   * const people = chart([{ height: 1.7, weight: 66 }, { height: 1.8, weight: 75 }]);
   * people.histogram({ x: "height" }).concat([people.histogram({ x: "weight" })], { columns: 1 });
   */
  concat<G extends string>(
    others: Chart<G> | readonly Chart<G>[],
    options: { readonly columns?: number } = {},
  ): Chart<F | G> {
    const all = others instanceof Chart ? [others] : others;
    const views = [finishedView(this.#view), ...all.map((other) => finishedView(other.#view))];
    return new Chart(concatOf(views, options.columns));
  }

  /**
   * Gives the chart a title and, optionally, a smaller line below it.
   *
   * @example
   * chart([{ a: 1 }]).point({ x: "a" }).title("One point", "of no meaning");
   */
  title(text: string, subtitle?: string): Chart<F> {
    return this.#with({ title: subtitle === undefined ? text : { text, subtitle } });
  }

  /**
   * Describes the chart for readers who cannot see it; the default is a sentence about its fields.
   *
   * @example
   * chart([{ a: 1 }]).point({ x: "a" }).description("One point at 1.");
   */
  description(text: string): Chart<F> {
    return this.#with({ description: text });
  }

  /**
   * Sets the width and height of the plotting area in pixels; in a composition, of each plotting area.
   *
   * @throws {ChartError} when one is not a number above 0.
   *
   * @example
   * chart([{ a: 1 }]).point({ x: "a" }).size(300, 100);
   */
  size(width: number, height?: number): Chart<F> {
    return new Chart(withSize(this.#view, width, height));
  }

  /**
   * Sets the fields that the tooltip shows, in this order; `tooltip(false)` removes the tooltip. By default it shows
   * the fields of the channels.
   *
   * @throws {ChartError} when a field does not exist, or nothing is drawn yet.
   *
   * @example
   * chart([{ model: "levit", top1: 76.5, secs: 4.7e-5 }]).point({ x: "secs", y: "top1" }).tooltip("model", "top1");
   */
  tooltip(...fields: readonly F[] | readonly [false]): Chart<F> {
    const isHidden = fields[0] === false;
    const tooltip = isHidden ? null : fields;
    return new Chart(
      mapUnits(finishedView(this.#view), (unit, source) => ({
        ...unit,
        encoding: { ...Object(unit["encoding"]), ...channelDefs({ tooltip }, { ...scopeOf(this.#view), source }) },
      })),
    );
  }

  /**
   * Lets the reader zoom with the wheel, pan by dragging, and select in the legend by clicking, where the colours are
   * groups: `type: "nominal"` makes groups of numbers. Boxes stay as they are.
   *
   * @throws {ChartError} when nothing is drawn yet, or only boxes are.
   *
   * @example
   * chart([{ a: 1, b: 2, kind: "x" }]).point({ x: "a", y: "b", color: "kind" }).interactive();
   */
  interactive(): Chart<F> {
    return new Chart(interactiveView(finishedView(this.#view)));
  }

  /** The Vega-Lite spec in its JSON form. */
  toJSON(): object {
    return writtenView(described(withLonePoints(finishedView(this.#view))));
  }

  /**
   * The chart as PNG.
   *
   * @param options.scale pixels for each CSS pixel; default 2.
   * @throws {ChartError} when the chart cannot be drawn.
   */
  toPng(options: { readonly scale?: number } = {}): Promise<Uint8Array> {
    return toPng(this, options);
  }

  /** The chart as SVG. @throws {ChartError} when the chart cannot be drawn. */
  toSvg(): Promise<string> {
    return toSvg(this);
  }

  /** The chart as a self-contained interactive HTML page. */
  toHtml(): string {
    return chartPage({ title: chartTitle(this.#view) || "Chart", charts: [{ title: "", spec: this }] });
  }

  /**
   * The rows of the data, before any aggregate, as a table that readers can sort, with the options of `table`. It has
   * the columns that the chart mentions, or all while nothing is drawn.
   *
   * @throws {ChartError} when the data is at an address, or the chart combines several frames.
   *
   * @example
   * chart([{ city: "Turin", rain: 905 }, { city: "Bergen", rain: 2475 }]).bar({ x: "city", y: "rain" }).table();
   */
  table(options: TableOptions = {}): Table {
    return chartTable(this.#view, options);
  }

  /** The form for notebooks. */
  async [DISPLAY](): Promise<MimeBundle["data"]> {
    return (await this[BUNDLE]()).data;
  }

  /** The form for notebooks, with metadata. */
  [BUNDLE](): Promise<MimeBundle> {
    return chartBundle(this);
  }

  /** The form for consoles: a sentence. */
  [inspect.custom](): string {
    return this.toString();
  }

  /** A sentence about the chart. */
  toString(): string {
    return textOf(this);
  }

  #drawn(mark: typeof marks.line, channels: Channels<F>, options: MarkOptions): Chart<F> {
    return new Chart(drawnView(this.#view, mark, channels, options));
  }

  #with(part: ViewSpec): Chart<F> {
    return new Chart({ ...this.#view, ...part });
  }
}
