const INK = "#e8eaed";

/** A configuration of Vega-Lite for charts on dark pages. */
export const DARK = {
  background: "#14171a",
  title: { color: INK },
  style: { "guide-label": { fill: INK }, "guide-title": { fill: INK } },
  axis: { domainColor: "#a4acb8", gridColor: "#343a41", tickColor: "#a4acb8" },
  header: { labelColor: INK, titleColor: INK },
  rule: { color: "#a4acb8" },
  view: { stroke: "#343a41" },
};
