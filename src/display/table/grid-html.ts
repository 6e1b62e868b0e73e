import { escapeMarkup } from "../escape.ts";
import { cellText, shorten } from "./cell-text.ts";
import { writtenKey } from "./sort-keys.ts";
import { type Grid, gapped, hiddenColumns, sizeLine } from "./grid.ts";

const LONGEST_TYPE = 60;
const TYPE = '<span style="opacity:0.6;font-weight:normal">';

/** The class keeps MathJax from reading dollar signs as formulas. */
const OPENING = '<table class="tex2jax_ignore mathjax_ignore">';

/**
 * Uses only inline alignment: it survives the sanitizers of untrusted notebooks, and themes keep their colours.
 *
 * @param isSortable true for cells with the numbers that sort them.
 */
export function gridHtml(grid: Grid, isSortable = false): string {
  const rows = Array.from({ length: grid.shown }, (_, row) => rowHtml(grid, row, isSortable));
  if (grid.shown < grid.height) {
    const span = grid.columns.length + (hiddenColumns(grid) > 0 ? 1 : 0);
    rows.splice(grid.head, 0, `<tr><td colspan="${span}" style="text-align:left">&#8942;</td></tr>`);
  }
  const caption = grid.caption === undefined ? [] : [`<caption>${escapeMarkup(grid.caption)}</caption>`];
  const size = sizeLine(grid);
  return [
    OPENING,
    ...caption,
    `<thead>${headHtml(grid)}</thead>`,
    `<tbody>`,
    ...rows,
    `</tbody>`,
    `</table>`,
    ...(size === undefined ? [] : [`<p>${size}</p>`]),
  ].join("\n");
}

function headHtml(grid: Grid): string {
  const cells = grid.columns.map(({ header, type, numeric }) => {
    const below = type === "" ? "" : `<br>${TYPE}${escapeMarkup(shorten(type, LONGEST_TYPE))}</span>`;
    return `<th style="text-align:${numeric ? "right" : "left"}">${escapeMarkup(header)}${below}</th>`;
  });
  return `<tr>${withGap(grid, cells, "<th>&#8943;</th>")}</tr>`;
}

function rowHtml(grid: Grid, row: number, isSortable: boolean): string {
  const cells = grid.columns.map(({ cells: column, numeric, keys }) => {
    const key = isSortable ? keys?.[row] : undefined;
    const sort = key === undefined ? "" : ` data-sort="${writtenKey(key)}"`;
    const cell = column[row] ?? null;
    const text = cell === null ? '<em style="opacity:0.6">null</em>' : escapeMarkup(cellText(cell));
    return `<td style="text-align:${numeric ? "right" : "left"}"${sort}>${text}</td>`;
  });
  return `<tr>${withGap(grid, cells, "<td>&#8943;</td>")}</tr>`;
}

function withGap(grid: Grid, cells: string[], gap: string): string {
  return gapped(grid, cells, gap).join("");
}
