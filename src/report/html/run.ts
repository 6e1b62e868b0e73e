import type { CellFrame } from "../../convert/html/cell.ts";
import { escapeMarkup } from "../../display/escape.ts";
import { cellName } from "../../run/cell-numbers.ts";
import type { NotebookResult } from "../../run/results.ts";
import { changesHtml } from "./differences.ts";
import { type CellOutcome, outcomesOf } from "../cells/cell-outcomes.ts";
import { problemText } from "../problem-text.ts";
import { ranOf, verdictOf } from "../verdict.ts";
import { timingsHtml } from "./timings.ts";

/**
 * A notebook of a run as HTML: its result, its problems, the time of each cell, and the notebook itself.
 *
 * @param isOpen true shows the notebook at once; otherwise a click shows it.
 */
export async function runHtml(result: NotebookResult, id: string, isOpen: boolean): Promise<string> {
  const outcomes = outcomesOf(result);
  const state = result.status === "passed" ? "good" : "bad";
  return [
    `<section class="run ${state}" id="${id}">`,
    `<h2>${escapeMarkup(result.label)}</h2>`,
    `<p class="facts"><strong>${escapeMarkup(verdictOf(result))}</strong> · ${factsOf(result)}</p>`,
    ...result.notices.map((notice) => `<p class="note">${escapeMarkup(notice)}</p>`),
    ...wholeProblem(result, outcomes),
    ...faults(outcomes, `${id}-`),
    timingsHtml(result, outcomes, `${id}-`),
    ...(await pageOf(result, outcomes, `${id}-`, isOpen)),
    "</section>",
  ].join("\n");
}

function factsOf(result: NotebookResult): string {
  const { seconds, startSeconds, cellSeconds, cells } = result;
  const count = `${ranOf(result)} ${cells.length === 1 ? "cell" : "cells"}`;
  return `${count} · ${time(seconds)}: kernel ${time(startSeconds)}, cells ${time(cellSeconds)}`;
}

function time(seconds: number): string {
  return `${seconds.toFixed(1)} s`;
}

/** The problem of the notebook as HTML; empty if its cells' problems explain it, or all is well. */
function wholeProblem(result: NotebookResult, outcomes: readonly CellOutcome[]): readonly string[] {
  const hasStored = result.comparison?.hasStored ?? true;
  if (hasStored && outcomes.some(({ message }) => message !== undefined)) return [];
  const problem = problemText(result);
  return problem === undefined ? [] : [`<pre class="problem" tabindex="0">${escapeMarkup(problem)}</pre>`];
}

/** Links to the cells at fault, with their problems; empty if there are none. */
function faults(outcomes: readonly CellOutcome[], idPrefix: string): readonly string[] {
  const items = outcomes.flatMap(({ cell, title, message }) => {
    if (message === undefined) return [];
    const link = `<a href="#${escapeMarkup(`${idPrefix}cell-${cell.id}`)}">${escapeMarkup(title)}</a>`;
    return [`<li>${link}: ${escapeMarkup(message)}</li>`];
  });
  return items.length === 0 ? [] : [`<ul class="faults">\n${items.join("\n")}\n</ul>`];
}

async function pageOf(
  { notebook }: NotebookResult,
  outcomes: readonly CellOutcome[],
  idPrefix: string,
  isOpen: boolean,
): Promise<readonly string[]> {
  if (notebook === undefined || notebook.cells.length === 0) return [];
  const { notebookHtml } = await import("../../convert/html/notebook.ts");
  const frame = (_: unknown, index: number): CellFrame => {
    const outcome = outcomes.find(({ cell }) => cell.index === index);
    return outcome === undefined ? {} : frameOf(outcome);
  };
  return [
    `<details class="whole"${isOpen ? " open" : ""}><summary>Notebook</summary>`,
    notebookHtml(notebook, { idPrefix, frame }),
    "</details>",
  ];
}

const WORDS = { passed: "", failed: "failed", different: "other outputs", skipped: "skipped", "not-run": "not run" };

function frameOf(outcome: CellOutcome): CellFrame {
  const { cell, state, message, line, difference } = outcome;
  const isBad = message !== undefined;
  const place = line === undefined ? "" : `, line ${line}`;
  const ran = state === "skipped" || state === "not-run" ? [] : [`${cell.seconds.toFixed(2)} s`];
  const words = [`${cellName(cell.number)}${place}`, ...(WORDS[state] === "" ? [] : [WORDS[state]]), ...ran].join(
    " · ",
  );
  const said = isBad ? ` <strong>${escapeMarkup(message)}</strong>` : "";
  return {
    className: isBad ? "bad" : "",
    before: `<p class="state">${words}${said}</p>`,
    after: difference === undefined ? "" : changesHtml(difference),
  };
}
