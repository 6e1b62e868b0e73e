const INK = "currentColor";

/**
 * Colours that follow the page's own, even when its theme changes. JupyterLab would draw for the current theme, and
 * would not redraw the chart when the theme changes.
 */
export const PAGE_COLOURS = {
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
