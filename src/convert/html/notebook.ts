import type { Cell, Notebook } from "../../notebook/types.ts";
import { languageName } from "../language.ts";
import { type CellFrame, cellHtml } from "./cell.ts";

/** Options of {@link notebookHtml}. */
export type NotebookHtmlOptions = {
  /** The prefix of every id, so that several notebooks fit on one page. Default: "". */
  readonly idPrefix?: string;
  /** The surroundings of a cell. Default: none. `index` counts from 0. */
  readonly frame?: (cell: Cell, index: number) => CellFrame;
  /** The picture in a file beside the notebook, as a data URL. Default: no picture. */
  readonly picture?: (path: string) => string | undefined;
};

/**
 * A notebook's cells and outputs as HTML for `notebookPage` or any other page: the notebook's own HTML
 * is sanitised, and its scripts are left out.
 */
export function notebookHtml(notebook: Notebook, options: NotebookHtmlOptions = {}): string {
  const { idPrefix = "", frame = () => ({}), picture = () => undefined } = options;
  const context = { idPrefix, picture, language: languageName(notebook) };
  const cells = notebook.cells.map((cell, index) => cellHtml(cell, context, frame(cell, index)));
  return `<article class="notebook">\n${cells.filter((html) => html !== "").join("\n")}\n</article>`;
}
