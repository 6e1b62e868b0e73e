import { dirname } from "node:path";
import { shortest } from "../report/problem.ts";
import { hasRun, ranOf, verdictOf } from "../report/verdict.ts";
import type { NotebookResult, RunResult } from "../run/results.ts";
import { tableOf } from "./table.ts";

/** The table of a run: notebook, cells, seconds, result; then what to open. */
export function reportOf({ notebooks, index }: RunResult): string {
  const rows = notebooks.map((result) => [result.label, ranOf(result), result.seconds.toFixed(1), verdictOf(result)]);
  const lines = tableOf(["notebook", "cells", "seconds", "result"], rows, [1, 2]);
  if (typeof index === "string") lines.push("", `Open ${shortest(index)}`);
  else if (index) lines.push("", index.message);
  else lines.push(...writtenLines(notebooks));
  return lines.join("\n");
}

function writtenLines(notebooks: readonly NotebookResult[]): string[] {
  const ran = notebooks.filter((result) => hasRun(result) || result.status === "passed");
  const folders = new Set(ran.map(({ target }) => dirname(target)));
  return folders.size === 0 ? [] : ["", ...Array.from(folders, (folder) => `Written to ${shortest(folder)}`)];
}
