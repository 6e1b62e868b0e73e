import { htmlPage } from "../../display/page/html-page.ts";
import type { Notebook } from "../../notebook/types.ts";
import { mainHeadingOf } from "../../notebook/headings.ts";
import { hasCharts } from "./chart.ts";
import { type NotebookHtmlOptions, notebookHtml } from "./notebook.ts";

/**
 * One notebook as a self-contained HTML page: it works offline, in the reader's light or dark theme, and without
 * JavaScript, where charts are pictures.
 *
 * @param name the page's title if the notebook has neither title nor heading.
 */
export function notebookPage(notebook: Notebook, name: string, options: NotebookHtmlOptions = {}): string {
  return guardedPage(titleOf(notebook) ?? name, notebookHtml(notebook, options), hasCharts(notebook));
}

/** A page around the HTML of notebooks: no script runs but the page's own. */
function guardedPage(title: string, body: string, withCharts: boolean, scripts: readonly string[] = []): string {
  return htmlPage({ title, styles: ["notebook.css"], body, hasCharts: withCharts, scripts, isGuarded: true });
}

function titleOf(notebook: Notebook): string | undefined {
  const { title } = notebook.metadata;
  return typeof title === "string" && title !== "" ? title : mainHeadingOf(notebook);
}
