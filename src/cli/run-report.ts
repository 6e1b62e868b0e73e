import { dirname } from "node:path";
import { shortest } from "../report/problem.ts";
import { CellError } from "../run/errors.ts";
import type { NotebookResult, RunResult } from "../run/results.ts";

/** The table of a run: notebook, cells, seconds, result; then what to open. */
export function reportOf({ notebooks, index }: RunResult): string {
  const rows = notebooks.map((result) => [result.label, cellsOf(result), result.seconds.toFixed(1), resultOf(result)]);
  const lines = tableOf(["notebook", "cells", "seconds", "result"], rows, [1, 2]);
  if (typeof index === "string") lines.push("", `Open ${shortest(index)}`);
  else if (index) lines.push("", index.message);
  else lines.push(...writtenLines(notebooks));
  return lines.join("\n");
}

function writtenLines(notebooks: readonly NotebookResult[]): string[] {
  const ran = notebooks.filter((result) => hasRun(result) > 0 || result.status === "passed");
  const folders = new Set(ran.map(({ target }) => dirname(target)));
  return folders.size === 0 ? [] : ["", ...Array.from(folders, (folder) => `Written to ${shortest(folder)}`)];
}

function cellsOf(result: NotebookResult): string {
  const [ran, all] = [hasRun(result), result.cells.length];
  return ran === all ? `${all}` : `${ran} of ${all}`;
}

function hasRun({ cells }: NotebookResult): number {
  return cells.filter(({ status }) => status === "passed" || status === "failed").length;
}

function resultOf({ status, error, comparison }: NotebookResult): string {
  if (error instanceof CellError) return `failed at cell ${error.place.cell}`;
  if (comparison === undefined) return status;
  const { differences, hasStored, compared } = comparison;
  const numbers = differences.map(({ cell }) => cell).join(", ");
  const cells = `${differences.length === 1 ? "cell" : "cells"} ${numbers}`;
  if (status === "different") return hasStored ? `other outputs in ${cells}` : "no stored outputs to compare with";
  if (differences.length > 0) return `passed, accepted the outputs of ${cells}`;
  if (!hasStored) return "passed, no outputs to compare";
  return compared === 0 ? "passed, no cell compared" : "passed, same outputs";
}

function tableOf(head: readonly string[], rows: readonly (readonly string[])[], right: readonly number[]): string[] {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => (row[column] ?? "").length)));
  return all.map((row) =>
    row
      .map((cell, column) =>
        right.includes(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join("  ")
      .trimEnd(),
  );
}
