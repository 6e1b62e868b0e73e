import { browserBuild } from "../browser-build.ts";
import { CHART_LIMITS } from "../spec/chart-limits.ts";
import { asset } from "./asset.ts";

const NAMES = ["vega", "vega-lite", "vega-embed"] as const;

/** The page's own modules. JupyterLab's extension imports all but the last. */
const MODULES = ["keyboard.js", "data-table.js", "charts.js"];

let scripts: readonly string[] | undefined;

/**
 * The scripts that draw a page's charts, read once: Vega, Vega-Lite and Vega-Embed for browsers, and the page's own.
 */
export function chartScripts(): readonly string[] {
  scripts ??= [...NAMES.map((name) => browserBuild(name).source), `\n${pageScript()}`].map(inlineScript);
  return scripts;
}

/** The page's own modules as one script, since an inline script cannot import modules; `chartLimits` is theirs to read. */
function pageScript(): string {
  const modules = MODULES.map((name) => asset(name).replaceAll(/^export /gm, ""));
  const limits = `const chartLimits = ${JSON.stringify(CHART_LIMITS)};`;
  return `(() => {\n${[limits, ...modules].join("\n")}})();\n`;
}

/** Makes JavaScript safe inside an HTML script element: nothing in it ends the element or begins a comment. */
export function inlineScript(code: string): string {
  return code.replaceAll(/<(?=\/script|script|!--)/gi, "\\x3c");
}
