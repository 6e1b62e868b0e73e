import { createRequire } from "node:module";
import { specJson } from "../spec/vega-lite-spec.ts";
import { coversText, FONT_FILES } from "./font.ts";
import { drawChart } from "./svg.ts";

/**
 * Draws a chart as PNG on the chart's own background, which is white unless the chart sets one.
 *
 * @param options.scale pixels for each CSS pixel; default 2, sharp on high-density screens.
 * @throws {ChartError} when the chart cannot be drawn.
 *
 * @example
 * const png = await toPng({ data: { values: [{ x: 1 }] }, mark: "point", encoding: { x: { field: "x" } } }, { scale: 1 });
 */
export async function toPng(chart: object, options: { scale?: number } = {}): Promise<Uint8Array> {
  const { svg } = await drawChart(specJson(chart));
  return rasterize(svg, options.scale ?? 2);
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
