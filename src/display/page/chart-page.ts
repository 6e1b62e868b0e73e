import { escapeMarkup } from "../escape.ts";
import { alternativeText } from "../spec/chart-sentence.ts";
import { specJson, chartTitle } from "../spec/vega-lite-spec.ts";
import { chartHtml } from "./chart-html.ts";
import { htmlPage } from "./html-page.ts";

/** The schema of the Vega-Lite version in the pages. */
export const SCHEMA_OF_LIBRARY = "https://vega.github.io/schema/vega-lite/v6.json";

/** The content of a page of charts. */
export type ChartPage = {
  /** The page's heading and the title of its window. */
  title: string;
  /** The charts, from top to bottom. */
  charts: readonly {
    /** A heading above the chart; "" leaves it out. */
    title: string;
    /** The Vega-Lite spec. */
    spec: object;
    /** A paragraph below the heading, as plain text; none by default. */
    note?: string;
  }[];
};

/**
 * One self-contained, interactive HTML page with all charts: it contains the libraries once and fetches nothing.
 * It follows the reader's light or dark theme; a chart that sets a background keeps its own colours.
 *
 * @returns the HTML of the page.
 * @throws {ChartError} when a spec contains itself.
 *
 * @example
 * const html = chartPage({ title: "Charts", charts: [{ title: "One", spec: { data: { values: [] }, mark: "bar" } }] });
 */
export function chartPage(page: ChartPage): string {
  const body = [`<h1>${escapeMarkup(page.title)}</h1>`, ...page.charts.map(section)].join("\n");
  return htmlPage({ title: page.title, styles: ["charts.css"], body, hasCharts: true });
}

function section({ title, spec, note }: ChartPage["charts"][number], index: number): string {
  const json = { ...specJson(spec), $schema: SCHEMA_OF_LIBRARY };
  const label = title || chartTitle(json) || `Chart ${index + 1}`;
  const about = alternativeText(json);
  return [
    `<section id="chart-${index + 1}">`,
    ...(title === "" ? [] : [`<h2>${escapeMarkup(title)}</h2>`]),
    ...(note === undefined ? [] : [`<p>${escapeMarkup(note)}</p>`]),
    chartHtml({ spec: json, mode: "vega-lite", label, about }),
    "</section>",
  ].join("\n");
}
