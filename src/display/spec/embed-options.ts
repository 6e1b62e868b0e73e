import { isJsonObject, type JsonObject } from "../../jupyter/json.ts";
import type { Drawing } from "../picture/svg.ts";
import { CHART_LIMITS } from "./chart-limits.ts";
import { CHART_STYLE } from "./embed-style.ts";
import { PAGE_COLOURS } from "./page-colours.ts";
import { rowCountOf } from "./vega-lite-spec.ts";

const { mostSvgRows, legendBelowPx, leastWidthPx } = CHART_LIMITS;

/** Vega-Embed's options for a chart in a notebook: in the page's colours, and no wider than the room in the page. */
export function embedOptions(spec: JsonObject, { width, fits }: Drawing): JsonObject {
  const { config } = spec;
  const keepsColours = spec["background"] !== undefined || (isJsonObject(config) && config["background"] !== undefined);
  return {
    renderer: (rowCountOf(spec) ?? 0) > mostSvgRows ? "canvas" : "svg",
    defaultStyle: CHART_STYLE,
    config: keepsColours ? { legend: LEGEND } : { ...PAGE_COLOURS, legend: { ...PAGE_COLOURS.legend, ...LEGEND } },
    ...(fits !== undefined && { patch: fitting(Math.ceil(width), fits.hasSignals) }),
  };
}

/** The legend, below the chart when it is narrow. */
const LEGEND = { orient: { signal: `containerSize()[0] < ${legendBelowPx} ? 'bottom' : 'right'` } };

/**
 * A JSON patch of the compiled chart that makes it as wide as drawn here, axes and legend included, or as wide as the
 * available room. Vega-Lite's own `width: "container"` would be 0 pixels wide without `CHART_STYLE`.
 */
function fitting(width: number, hasSignals: boolean): JsonObject[] {
  const room = "containerSize()[0]";
  const expression = `isFinite(${room}) && ${room} > 99 ? clamp(${room}, ${Math.min(width, leastWidthPx)}, ${width}) : ${width}`;
  const signal = { name: "width", init: expression, on: [{ events: "window:resize", update: expression }] };
  return [
    hasSignals ? { op: "add", path: "/signals/-", value: signal } : { op: "add", path: "/signals", value: [signal] },
    { op: "add", path: "/autosize", value: { type: "fit-x", contains: "padding" } },
  ];
}
