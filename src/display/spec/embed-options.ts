import { isJsonObject, type JsonObject } from "../../jupyter/json.ts";
import type { Drawing } from "../picture/svg.ts";
import { rowCountOf } from "./vega-lite-spec.ts";

/** Above so many rows a canvas draws faster than as many SVG elements. */
const MOST_SVG_ROWS = 3000;

const LEAST_WIDTH = 200;

const INK = "currentColor";

/**
 * Colours that follow the page's own, also when its theme changes. JupyterLab would draw for the theme of the moment,
 * and leave the chart as it is when that changes.
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

/**
 * The style of Vega-Embed, but for a block as wide as the output, by which a chart can tell how much room it has,
 * for charts of several frames, which shrink where the output is narrow, and for a menu in the page's colours.
 */
const STYLE = `
.vega-embed{position:relative;box-sizing:border-box;max-width:100%}
.vega-embed.has-actions{padding-right:38px}
.vega-embed svg.marks{max-width:max(100%,36rem);height:auto}
.vega-embed details:not([open])>:not(summary){display:none!important}
.vega-embed summary{list-style:none;position:absolute;top:0;right:0;padding:6px;line-height:0;cursor:pointer;
border:1px solid;border-radius:999px;opacity:.3}
.vega-embed summary::-webkit-details-marker{display:none}
.vega-embed summary svg{width:14px;height:14px}
.vega-embed:hover summary,.vega-embed:focus-within summary{opacity:1}
.vega-embed .vega-actions{position:absolute;z-index:1001;top:35px;right:0;display:flex;flex-direction:column;
padding:8px 0;border:1px solid #8888;border-radius:4px;background:var(--jp-layout-color1,Canvas)}
.vega-embed .vega-actions a{padding:8px 16px;font:600 14px sans-serif;white-space:nowrap;color:inherit;
text-decoration:none}
.vega-embed .vega-actions a:hover,.vega-embed .vega-actions a:focus{background:#8883}
`.replaceAll("\n", "");

/** How Vega-Embed is to draw a chart in a notebook: in the page's colours, and no wider than the page has room. */
export function embedOptions(spec: JsonObject, { width, fits }: Drawing): JsonObject {
  const { config } = spec;
  const keepsColours = spec["background"] !== undefined || (isJsonObject(config) && config["background"] !== undefined);
  return {
    renderer: (rowCountOf(spec) ?? 0) > MOST_SVG_ROWS ? "canvas" : "svg",
    defaultStyle: STYLE,
    config: keepsColours ? { legend: LEGEND } : { ...CONFIG, legend: { ...CONFIG.legend, ...LEGEND } },
    ...(fits !== undefined && { patch: fitting(Math.ceil(width), fits.hasSignals) }),
  };
}

/** Below the chart where it is narrow. */
const LEGEND = { orient: { signal: "containerSize()[0] < 480 ? 'bottom' : 'right'" } };

/**
 * A JSON patch of the compiled chart, by which it is as wide as drawn here, axes and legend included, or as there is
 * room. Vega-Lite's own `width: "container"` would be no pixels wide where the style above is not in effect.
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
