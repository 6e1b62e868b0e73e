import type { Cell, Notebook } from "../../notebook/types.ts";
import { languageOf } from "../language.ts";
import { type CellFrame, cellHtml } from "./cell.ts";

/** How a notebook is shown. */
export type NotebookHtmlOptions = {
  /** The prefix of every id, so that several notebooks fit on one page. Default: "". */
  readonly idPrefix?: string;
  /** Draws around a cell; by default nothing. `index` counts from 0. */
  readonly frame?: (cell: Cell, index: number) => CellFrame;
  /** The picture in a file beside the notebook, as a data URL. Default: there is none. */
  readonly picture?: (path: string) => string | undefined;
};

/**
 * A notebook's cells and outputs as HTML for `notebookPage` or a page of one's own: what a stranger's notebook says
 * is sanitised, and what it would run is left out.
 */
export function notebookHtml(notebook: Notebook, options: NotebookHtmlOptions = {}): string {
  const { idPrefix = "", frame = () => ({}), picture = () => undefined } = options;
  const context = { idPrefix, picture, language: languageOf(notebook) };
  const cells = notebook.cells.map((cell, index) => cellHtml(cell, context, frame(cell, index)));
  return `<article class="notebook">\n${cells.filter((html) => html !== "").join("\n")}\n</article>`;
}
