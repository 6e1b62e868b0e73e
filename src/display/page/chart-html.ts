import type { JsonObject } from "../../jupyter/json.ts";
import { escapeMarkup } from "../escape.ts";

/** A chart in a page: the place where it is drawn, with its spec. */
export type ChartHtml = {
  /** The spec, with the schema of the libraries in the page. */
  readonly spec: JsonObject;
  readonly mode: "vega" | "vega-lite";
  /** The chart's name for assistive technology. */
  readonly label: string;
  /** A description of the chart for assistive technology. */
  readonly about: string;
  /** HTML shown until the chart is drawn, or when there is no JavaScript; none by default. */
  readonly picture?: string;
  /** True for a spec from an untrusted source: its expressions are interpreted, never compiled. Default: false. */
  readonly isForeign?: boolean;
};

/** The HTML of a chart; `htmlPage` adds the scripts that draw it. */
export function chartHtml({ spec, mode, label, about, picture = "", isForeign = false }: ChartHtml): string {
  const flags = `${mode === "vega" ? ' data-mode="vega"' : ""}${isForeign ? " data-ast" : ""}`;
  return [
    `<div class="scroll" tabindex="0" role="group" aria-label="${escapeMarkup(label)}">`,
    `<div class="chart" role="figure" aria-label="${escapeMarkup(about)}">${picture}</div></div>`,
    `<script type="application/json"${flags}>${JSON.stringify(spec).replaceAll("<", "\\u003c")}</script>`,
  ].join("\n");
}
