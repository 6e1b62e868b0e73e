import { dirname } from "node:path";
import { shortest } from "../../report/problem-text.ts";
import { hasRun, ranOf, verdictOf } from "../../report/verdict.ts";
import { cellTitle } from "../../report/cells/cell-title.ts";
import type { NotebookResult, RunResult } from "../../run/results.ts";
import { slowestCells } from "../../run/outcome/slowest-cells.ts";
import { durationText } from "./duration.ts";
import type { WriteError } from "../../util/files/write-atomic.ts";
import { visibleControls } from "../../util/text/visible-controls.ts";
import { alignedColumns } from "../table.ts";

/**
 * The table of a run: notebook, cells, seconds, result; then the slowest cells, and the page or folders to open.
 *
 * @param page the page that shows the run, or the error when it could not be written; undefined without a page.
 */
export function runTable(
  { notebooks, seconds }: Pick<RunResult, "notebooks" | "seconds">,
  page: string | WriteError | undefined,
): string {
  const rows = notebooks.map((result) => [result.label, ranOf(result), result.seconds.toFixed(1), verdictOf(result)]);
  const lines = alignedColumns(["notebook", "cells", "seconds", "result"], rows, [1, 2]);
  const slow = slowestCells(notebooks).map(({ label, cell, seconds: taken }) => {
    return [`${label}, ${cellTitle(cell)}`, taken.toFixed(1)];
  });
  if (slow.length > 0) lines.push("", ...alignedColumns(["slowest cells", "seconds"], slow, [1]));
  if (notebooks.length > 1) lines.push("", `${notebooks.length} notebooks in ${durationText(seconds)}`);
  if (typeof page === "string") lines.push("", `Open ${shortest(page)}`);
  else if (page) lines.push("", page.message);
  else lines.push(...writtenLines(notebooks));
  return visibleControls(lines.join("\n"));
}

function writtenLines(notebooks: readonly NotebookResult[]): string[] {
  const ran = notebooks.filter((result) => hasRun(result) || result.status === "passed");
  const folders = new Set(ran.map(({ target }) => dirname(target)));
  return folders.size === 0
    ? []
    : ["", ...Array.from(folders, (folder) => `Written to ${shortest(folder) || "the current folder"}`)];
}
