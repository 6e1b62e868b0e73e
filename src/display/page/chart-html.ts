import type { JsonObject } from "../../jupyter/json.ts";
import { escapeMarkup } from "../escape.ts";

/** A chart in a page: where it is drawn, and its spec beside that. */
export type ChartHtml = {
  /** The spec, with the schema of the page's libraries. */
  readonly spec: JsonObject;
  readonly mode: "vega" | "vega-lite";
  /** The chart's name for assistive technology. */
  readonly label: string;
  /** A description of the chart for assistive technology. */
  readonly about: string;
  /** HTML that stands there until the chart is drawn, or without JavaScript. */
  readonly picture?: string;
  /** True for a spec from an untrusted source: its expressions are interpreted, never compiled to JavaScript. */
  readonly isForeign?: boolean;
};

/** The HTML of a chart; `htmlPage` brings the scripts that draw it. */
export function chartHtml({ spec, mode, label, about, picture = "", isForeign = false }: ChartHtml): string {
  const flags = `${mode === "vega" ? ' data-mode="vega"' : ""}${isForeign ? " data-ast" : ""}`;
  return [
    `<div class="scroll" tabindex="0" role="group" aria-label="${escapeMarkup(label)}">`,
    `<div class="chart" role="figure" aria-label="${escapeMarkup(about)}">${picture}</div></div>`,
    `<script type="application/json"${flags}>${JSON.stringify(spec).replaceAll("<", "\\u003c")}</script>`,
  ].join("\n");
}
