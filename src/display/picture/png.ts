import { createRequire } from "node:module";
import { ChartError } from "../errors/chart-error.ts";
import { specJson, chartTitle } from "../spec/vega-lite-spec.ts";
import { coversText, FONT_FILES } from "./font.ts";
import { type Drawing, drawChart } from "./svg.ts";

/**
 * Draws a chart as PNG on the chart's own background, which is white unless the chart sets one.
 *
 * @param options.scale pixels for each CSS pixel; default 2, sharp on high-density screens.
 * @throws {ChartError} when the chart cannot be drawn, or not with so many pixels.
 *
 * @example
 * const png = await toPng({ data: { values: [{ x: 1 }] }, mark: "point", encoding: { x: { field: "x" } } }, { scale: 1 });
 */
export async function toPng(chart: object, options: { scale?: number } = {}): Promise<Uint8Array> {
  const spec = specJson(chart);
  return drawnPng(await drawChart(spec), options.scale ?? 2, chartTitle(spec));
}

/** More pixels take more than ten seconds and a gigabyte. */
const MOST_PIXELS = 100_000_000;

/**
 * A drawn chart as PNG bytes.
 *
 * @throws {ChartError} when the scale is not a number above 0, or the picture would be too large.
 */
export async function drawnPng({ svg, width, height }: Drawing, scale: number, title: string): Promise<Uint8Array> {
  if (!(Number.isFinite(scale) && scale > 0)) {
    throw new ChartError(title, `its scale is ${String(scale)}`, "Give a number above 0");
  }
  const size = [width, height].map((pixels) => Math.ceil(pixels * scale));
  if (size.reduce((a, b) => a * b) > MOST_PIXELS) {
    const given = size.map((pixels) => pixels.toLocaleString("en-US")).join(" by ");
    const fix = "Draw fewer names, charts or rows on an axis, or give a smaller size or scale";
    throw new ChartError(title, `its picture would have ${given} pixels`, fix);
  }
  return rasterize(svg, scale);
}

/** Draws an SVG as PNG bytes. Characters that the bundled font lacks come from the system's fonts, if it has any. */
export async function rasterize(svg: string, scale: number): Promise<Uint8Array> {
  const { renderAsync } = resvg();
  const image = await renderAsync(svg, {
    fitTo: { mode: "zoom", value: scale },
    font: {
      fontFiles: Object.values(FONT_FILES),
      loadSystemFonts: !coversText(svg),
      defaultFontFamily: "Liberation Sans",
      sansSerifFamily: "Liberation Sans",
    },
  });
  return image.asPng();
}

/** Loaded with `require`: see util/polars.ts. */
function resvg(): typeof import("@resvg/resvg-js") {
  const library: typeof import("@resvg/resvg-js") = createRequire(import.meta.url)("@resvg/resvg-js");
  return library;
}
