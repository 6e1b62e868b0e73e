// Notebooks store this style, also notebooks saved by earlier versions.
const START = ".vega-embed{position:relative;box-sizing:border-box;max-width:100%}";

/**
 * The style of Vega-Embed, changed in three ways: the block is as wide as the output, so that a chart can measure the
 * room it has; charts of several frames shrink where the output is narrow; and the menu has the page's colours.
 */
export const CHART_STYLE = `
${START}
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

/** True for the style of a chart that tsnb showed: the JupyterLab extension recognises tsnb's charts by it. */
export function isChartStyle(style: unknown): boolean {
  return typeof style === "string" && style.startsWith(START);
}
