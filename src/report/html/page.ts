import { hasCharts } from "../../convert/html/chart.ts";
import { escapeMarkup } from "../../display/escape.ts";
import { htmlPage } from "../../display/page/html-page.ts";
import type { NotebookResult, RunResult } from "../../run/results.ts";
import { typeErrorLines } from "../type-errors.ts";
import { verdictOf } from "../verdict.ts";
import { headlineOf } from "../headline.ts";
import { contentsHtml } from "./table-of-contents.ts";
import { runHtml } from "./run.ts";

// Charts as wide as the page are redrawn when the section that contains them is opened.
const WHEN_OPENED = 'document.addEventListener("toggle", () => window.dispatchEvent(new Event("resize")), true);';

/**
 * A run as a self-contained HTML page: each notebook with its outputs, its problems, and the time of each cell,
 * beside a table of contents; notebooks that did not pass come first. The notebooks' own HTML is sanitised.
 */
export async function reportPage({ notebooks, types }: Pick<RunResult, "notebooks" | "types">): Promise<string> {
  const sorted = notebooks.toSorted((a, b) => Number(isGood(a)) - Number(isGood(b)));
  const headline = headlineOf({ notebooks, types });
  const isAllGood = notebooks.every(isGood);
  const runs = await Promise.all(
    sorted.map((result, index) => runHtml(result, `run-${index + 1}`, isAllGood || !isGood(result))),
  );
  const body = [
    `<h1>${escapeMarkup(headline)}</h1>`,
    overview(sorted),
    '<div class="beside-contents">',
    contentsHtml(sorted, (index) => `run-${index + 1}`),
    "<div>",
    ...typeErrors({ types }),
    ...runs,
    "</div>",
    "</div>",
  ].join("\n");
  return htmlPage({
    title: headline,
    styles: ["notebook.css", "report.css"],
    body,
    hasCharts: notebooks.some(({ notebook }) => notebook !== undefined && hasCharts(notebook)),
    scripts: [WHEN_OPENED],
    isGuarded: true,
  });
}

function typeErrors(result: Pick<RunResult, "types">): readonly string[] {
  const lines = typeErrorLines(result);
  if (lines.length === 0) return [];
  const text = escapeMarkup(lines.join("\n"));
  return [`<section class="run bad"><h2>Type errors</h2><pre class="problem" tabindex="0">${text}</pre></section>`];
}

function isGood({ status }: NotebookResult): boolean {
  return status === "passed";
}

function overview(notebooks: readonly NotebookResult[]): string {
  const rows = notebooks.map((result, index) => {
    const link = `<a href="#run-${index + 1}">${escapeMarkup(result.label)}</a>`;
    const cells = [link, escapeMarkup(verdictOf(result)), `${result.seconds.toFixed(1)} s`];
    return `<tr class="${isGood(result) ? "good" : "bad"}">${cells.map((cell) => `<td>${cell}</td>`).join("")}</tr>`;
  });
  const head = "<thead><tr><th>notebook</th><th>result</th><th>time</th></tr></thead>";
  return `<table class="overview">${head}<tbody>${rows.join("")}</tbody></table>`;
}
