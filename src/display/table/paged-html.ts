import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../../util/package-root.ts";
import { cellText } from "./cell-text.ts";
import { writtenKey } from "./sort-keys.ts";
import { counted, type Grid, gapped } from "./grid.ts";
import { gridHtml } from "./grid-html.ts";

/** The rows that a table includes beyond those that it shows at first. */
export type Paged = {
  /** The same table with all rows that can be paged through; undefined when the table already shows all rows. */
  readonly all?: Grid;
  /** The most characters that these rows may take as JSON; no limit by default. */
  readonly characters?: number;
};

/**
 * A table that readers can sort and page through: the plain table, its rows in an attribute of the element around it,
 * and a script that draws them. Where scripts do not run, as in an untrusted notebook, the plain table remains.
 */
export function pagedHtml(grid: Grid, { all, characters = Number.POSITIVE_INFINITY }: Paged): string {
  if (all === undefined) return around(gridHtml(grid, true), "");
  const rows = rowsWithin(all, characters);
  if (rows.length <= grid.shown) return gridHtml(grid);
  const left = all.height - rows.length;
  const size = `${counted(all.height, "row")} \u{d7} ${counted(all.width, "column")}`;
  const facts = {
    length: grid.shown,
    of: left > 0 ? `the first ${counted(rows.length, "row")}` : counted(rows.length, "row"),
    size: left > 0 ? `${size}, ${counted(left, "row")} hidden` : size,
  };
  // One row per line, so that a notebook's diff shows which rows have changed.
  const data = `${JSON.stringify(facts).slice(0, -1)},"rows":[\n${rows.join(",\n")}\n]}`;
  return around(gridHtml({ ...grid, isFrame: true }), escaped(data));
}

/** The approximate number of characters that the shown rows take as JSON. */
export function charactersIn(grid: Grid): number {
  return Array.from({ length: grid.shown }, (_, row) => rowJson(grid, row).length).reduce((a, b) => a + b, 0);
}

/** JSON as an attribute value in single quotes, without anything that looks like a tag. */
function escaped(json: string): string {
  return json.replaceAll("<", "\\u003c").replaceAll("&", "&amp;").replaceAll("'", "&#39;");
}

function around(table: string, data: string): string {
  const run = `<script class="tsnb">${tableScript()}(document.currentScript.parentElement)</script>`;
  return `<div data-table='${data}'>\n${table}\n${run}\n</div>`;
}

/** The first rows as JSON, as many as fit in `characters`. */
function rowsWithin(grid: Grid, characters: number): string[] {
  const rows: string[] = [];
  let size = 0;
  for (let row = 0; row < grid.shown; row += 1) {
    const json = rowJson(grid, row);
    size += json.length;
    if (size > characters) break;
    rows.push(json);
  }
  return rows;
}

function rowJson(grid: Grid, row: number): string {
  const cells = grid.columns.map(({ cells: column, keys }) => {
    const cell = column[row] ?? null;
    const key = keys?.[row];
    if (cell === null) return null;
    return key === undefined ? cellText(cell) : [cellText(cell), writtenKey(key)];
  });
  return JSON.stringify(gapped(grid, cells, "\u{22ef}"));
}

let code: string | undefined;

/** A JavaScript function, on one line, that makes a table sortable; its argument is the element around the table. */
export function tableScript(): string {
  code ??= readFileSync(join(packageRoot(), "assets", "paged-table.js"), "utf8")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => !line.startsWith("//"))
    .join(" ")
    .replace(/^export default /, "")
    .replace(/; *$/, "");
  return `(${code})`;
}
