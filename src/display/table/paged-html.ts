import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../../util/package-root.ts";
import { cellText, counted, type Grid, gapped } from "./grid.ts";
import { gridHtml } from "./grid-html.ts";

/**
 * A table that readers can sort and page through: the plain one, and its rows beside a script that draws them. Where
 * scripts do not run, as in a notebook that is not trusted, the plain one stays.
 *
 * @param all the same table with all rows that can be paged through.
 */
export function pagedHtml(grid: Grid, all: Grid): string {
  const left = all.height - all.shown;
  const size = `${counted(all.height, "row")} \u{d7} ${counted(all.width, "column")}`;
  const rows = Array.from({ length: all.shown }, (_, row) =>
    gapped(
      all,
      all.columns.map(({ cells }) => shown(cells[row] ?? null)),
      "\u{22ef}",
    ),
  );
  const data = {
    names: gapped<string | null>(
      all,
      all.columns.map(({ header }) => header),
      null,
    ),
    rows,
    size: left > 0 ? `${size}, ${counted(left, "row")} hidden` : size,
    length: grid.shown,
  };
  return [
    "<div>",
    gridHtml({ ...grid, isFrame: true }),
    `<script type="application/json">${JSON.stringify(data).replaceAll("<", "\\u003c")}</script>`,
    `<script>${script()}</script>`,
    "</div>",
  ].join("\n");
}

function shown(cell: string | null): string | null {
  return cell === null ? null : cellText(cell);
}

let code: string | undefined;

function script(): string {
  return (code ??= readFileSync(join(packageRoot(), "assets", "table.js"), "utf8").trim());
}
