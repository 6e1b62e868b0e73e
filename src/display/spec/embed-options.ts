import { isJsonObject, type JsonObject } from "../../jupyter/json.ts";
import type { Drawing } from "../picture/svg.ts";
import { CHART_STYLE } from "./embed-style.ts";
import { rowCountOf } from "./vega-lite-spec.ts";

/** Above this number of rows, a canvas draws faster than SVG elements. */
const MOST_SVG_ROWS = 3000;

const LEAST_WIDTH = 200;

const INK = "currentColor";

/**
 * Colours that follow the page's own, even when its theme changes. JupyterLab would draw for the current theme, and
 * would not redraw the chart when the theme changes.
 */
const CONFIG = {
  background: "transparent",
  title: { color: INK, subtitleColor: INK },
  style: { "guide-label": { fill: INK }, "guide-title": { fill: INK } },
  axis: { domainColor: INK, domainOpacity: 0.5, gridColor: INK, gridOpacity: 0.15, tickColor: INK, tickOpacity: 0.5 },
  header: { labelColor: INK, titleColor: INK },
  legend: { labelColor: INK, titleColor: INK, symbolBaseStrokeColor: INK },
  text: { color: INK },
  rule: { color: INK },
  view: { stroke: "#88888844" },
};

/** Vega-Embed's options for a chart in a notebook: in the page's colours, and no wider than the room in the page. */
export function embedOptions(spec: JsonObject, { width, fits }: Drawing): JsonObject {
  const { config } = spec;
  const keepsColours = spec["background"] !== undefined || (isJsonObject(config) && config["background"] !== undefined);
  return {
    renderer: (rowCountOf(spec) ?? 0) > MOST_SVG_ROWS ? "canvas" : "svg",
    defaultStyle: CHART_STYLE,
    config: keepsColours ? { legend: LEGEND } : { ...CONFIG, legend: { ...CONFIG.legend, ...LEGEND } },
    ...(fits !== undefined && { patch: fitting(Math.ceil(width), fits.hasSignals) }),
  };
}

/** The legend, below the chart when it is narrow. */
const LEGEND = { orient: { signal: "containerSize()[0] < 480 ? 'bottom' : 'right'" } };

/**
 * A JSON patch of the compiled chart that makes it as wide as drawn here, axes and legend included, or as wide as the
 * available room. Vega-Lite's own `width: "container"` would be 0 pixels wide without the style above.
 */
function fitting(width: number, hasSignals: boolean): JsonObject[] {
  const room = "containerSize()[0]";
  const expression = `isFinite(${room}) && ${room} > 99 ? clamp(${room}, ${Math.min(width, LEAST_WIDTH)}, ${width}) : ${width}`;
  const signal = { name: "width", init: expression, on: [{ events: "window:resize", update: expression }] };
  return [
    hasSignals ? { op: "add", path: "/signals/-", value: signal } : { op: "add", path: "/signals", value: [signal] },
    { op: "add", path: "/autosize", value: { type: "fit-x", contains: "padding" } },
  ];
}
