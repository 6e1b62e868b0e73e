import { escapeMarkup } from "../display/escape.ts";
import type { NotebookResult, RunResult } from "../run/results.ts";
import { slowestCells } from "../run/outcome/slowest-cells.ts";
import { headlineOf } from "./headline.ts";
import { type CellOutcome, outcomesOf } from "./cells/cell-outcomes.ts";
import { cellTitle } from "./cells/cell-title.ts";
import { problemText } from "./problem-text.ts";
import { typeErrorLines } from "./type-errors.ts";
import { ranOf, verdictOf } from "./verdict.ts";

/**
 * A run as GitHub Markdown: a table of the notebooks, the problems of each, and the slowest cells.
 *
 * @param longest the most characters that it may have; details that do not fit are left out, and a line says so.
 */
export function markdownOf(
  { notebooks, types }: Pick<RunResult, "notebooks" | "types">,
  longest = Number.POSITIVE_INFINITY,
): string {
  const head = [`## tsnb: ${headlineOf({ notebooks, types })}`, "", ...table(notebooks), ...slowest(notebooks)].join(
    "\n",
  );
  const typeErrors = typeErrorLines({ types });
  const parts = [
    ...notebooks.filter(({ status }) => status !== "passed").flatMap(problems),
    ...(typeErrors.length > 0
      ? [["### Type errors", "", ...typeErrors.map((line) => `- ${inline(line)}`)].join("\n")]
      : []),
  ];
  let text = `${head}\n`;
  for (const [index, part] of parts.entries()) {
    if (text.length + part.length > longest) return `${text}\n… ${parts.length - index} more, which do not fit here.\n`;
    text += `\n${part}\n`;
  }
  return text;
}

function table(notebooks: readonly NotebookResult[]): string[] {
  const rows = notebooks.map((result) => {
    const mark = result.status === "passed" ? "✅" : "❌";
    return [`${mark} ${inline(result.label)}`, ranOf(result), secondsOf(result.seconds), inline(verdictOf(result))];
  });
  return ["| notebook | cells | time | result |", "|---|--:|--:|---|", ...rows.map((row) => `| ${row.join(" | ")} |`)];
}

function slowest(notebooks: readonly NotebookResult[]): string[] {
  const rows = slowestCells(notebooks).map(({ label, cell, seconds }) => {
    return `| ${inline(label)}, ${inline(cellTitle(cell))} | ${secondsOf(seconds)} |`;
  });
  return rows.length === 0 ? [] : ["", "| slowest cells | time |", "|---|--:|", ...rows];
}

function problems(result: NotebookResult): string[] {
  const { label } = result;
  const faults = outcomesOf(result).filter(({ message }) => message !== undefined);
  if (faults.length > 0 && result.comparison?.hasStored !== false) {
    return faults.map((outcome) => details(`${label}, ${placeOf(outcome)}`, outcome));
  }
  return [`**${inline(label)}**: ${inline(problemText(result) ?? verdictOf(result))}`];
}

function placeOf({ title, line }: CellOutcome): string {
  return line === undefined ? title : `${title}, line ${line}`;
}

function details(title: string, { message = "", details: lines, state }: CellOutcome): string {
  const text = lines.join("\n");
  const fence = "`".repeat(Math.max(3, ...(text.match(/`+/g) ?? []).map((run) => run.length + 1)));
  const summary = `<summary><b>${escapeMarkup(title)}</b>: ${escapeMarkup(message)}</summary>`;
  return [
    "<details open>",
    summary,
    "",
    fence + (state === "different" ? "diff" : ""),
    text,
    fence,
    "",
    "</details>",
  ].join("\n");
}

/** Text that Markdown shows as it is, on one line. */
function inline(text: string): string {
  const line = text.replaceAll(/\s+/g, " ").trim();
  return line.replaceAll("&", "&amp;").replaceAll(/[\\`*_[\]|~<$]/g, String.raw`\$&`);
}

function secondsOf(seconds: number): string {
  return `${seconds.toFixed(1)} s`;
}
