import { escapeMarkup } from "../../display/escape.ts";
import type { NotebookResult } from "../../run/results.ts";
import type { CellOutcome } from "../cells/cell-outcomes.ts";

type Row = {
  readonly name: string;
  readonly link: string | undefined;
  readonly seconds: number;
  readonly isBad: boolean;
};

/** The times that the kernel took to start and each cell took to run, as bars. */
export function timingsHtml(
  { startSeconds, status }: NotebookResult,
  outcomes: readonly CellOutcome[],
  idPrefix: string,
): string {
  const ran = outcomes.filter(({ cell }) => cell.seconds > 0);
  if (ran.length === 0) return "";
  const rows: readonly Row[] = [
    { name: "kernel start", link: undefined, seconds: startSeconds, isBad: false },
    ...ran.map(({ title, cell, message }) => {
      return { name: title, link: `${idPrefix}cell-${cell.id}`, seconds: cell.seconds, isBad: message !== undefined };
    }),
  ];
  const longest = Math.max(...rows.map(({ seconds }) => seconds));
  const bars = rows.map((row) => rowHtml(row, longest)).join("\n");
  const open = status === "passed" ? "" : " open";
  return `<details class="times"${open}><summary>Time of each cell</summary>\n<ol class="timings">\n${bars}\n</ol>\n</details>`;
}

function rowHtml({ name, link, seconds, isBad }: Row, longest: number): string {
  const text = escapeMarkup(name);
  const label = link === undefined ? text : `<a href="#${escapeMarkup(link)}">${text}</a>`;
  const width = `${((seconds / longest) * 100).toFixed(1)}%`;
  const bar = `<span class="track" aria-hidden="true"><span class="bar" style="width:${width}"></span></span>`;
  return `<li${isBad ? ' class="bad"' : ""}><span class="name">${label}</span>${bar}<span class="time">${seconds.toFixed(2)} s</span></li>`;
}
