import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../../util/package-root.ts";
import { escapeMarkup } from "../escape.ts";
import { descriptionOf, sentenceOf, specJson, titleOf } from "../spec.ts";
import { inlineScript, libraryScripts } from "./libraries.ts";

const SCHEMA_OF_LIBRARY = "https://vega.github.io/schema/vega-lite/v6.json";

/** What a page of charts holds. */
export type ChartPage = {
  /** The page's heading and the title of its window. */
  title: string;
  charts: readonly {
    /** A heading above the chart; "" leaves it out. */
    title: string;
    /** The Vega-Lite spec. */
    spec: object;
    /** A paragraph below the heading, as plain text. */
    note?: string;
  }[];
};

/**
 * One HTML page with all charts, interactive and complete in itself: the libraries are inside, once,
 * and nothing is fetched. It follows the reader's light or dark theme; a chart that sets a background
 * keeps its own colours.
 *
 * @returns the page's HTML text.
 * @throws {ChartError} when a spec holds itself.
 *
 * @example
 * const html = chartPage({ title: "Charts", charts: [{ title: "One", spec: { data: { values: [] }, mark: "bar" } }] });
 */
export function chartPage(page: ChartPage): string {
  return [
    "<!doctype html>",
    '<html lang="en">',
    "<head>",
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    '<link rel="icon" href="data:,">',
    `<title>${escapeMarkup(page.title)}</title>`,
    `<style>\n${asset("page.css")}</style>`,
    "</head>",
    "<body>",
    "<main>",
    `<h1>${escapeMarkup(page.title)}</h1>`,
    ...page.charts.map(section),
    "</main>",
    libraryScripts(),
    `<script>\n${inlineScript(asset("page.js"))}</script>`,
    "</body>",
    "</html>",
    "",
  ].join("\n");
}

function section({ title, spec, note }: ChartPage["charts"][number], index: number): string {
  const json = { ...specJson(spec), $schema: SCHEMA_OF_LIBRARY };
  const label = title || titleOf(json) || `Chart ${index + 1}`;
  const about = descriptionOf(json) || sentenceOf(json);
  return [
    `<section id="chart-${index + 1}">`,
    ...(title === "" ? [] : [`<h2>${escapeMarkup(title)}</h2>`]),
    ...(note === undefined ? [] : [`<p>${escapeMarkup(note)}</p>`]),
    `<div class="scroll" tabindex="0" role="group" aria-label="${escapeMarkup(label)}">`,
    `<div class="chart" role="figure" aria-label="${escapeMarkup(about)}"></div></div>`,
    `<script type="application/json">${JSON.stringify(json).replaceAll("<", "\\u003c")}</script>`,
    "</section>",
  ].join("\n");
}

function asset(name: string): string {
  return readFileSync(join(packageRoot(), "assets", "page", name), "utf8");
}
