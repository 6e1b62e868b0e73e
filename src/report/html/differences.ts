import { escapeMarkup } from "../../display/escape.ts";
import type { CellDifference, Change, OutputDifference } from "../../notebook/compare/differences.ts";
import { moreWords } from "../problem-text.ts";

/** The differences in a cell: stored outputs beside new ones, and pictures of the difference. */
export function changesHtml({ outputs, more }: CellDifference): string {
  const rest = more > 0 ? [`<p class="note">${moreWords(more)}</p>`] : [];
  return `<div class="changes">\n${[...outputs.map(outputHtml), ...rest].join("\n")}\n</div>`;
}

function outputHtml({ type, changes, more, hint, picture }: OutputDifference): string {
  const rows = changes.map(rowHtml).join("\n");
  return [
    "<table>",
    `<caption>${escapeMarkup(type)}</caption>`,
    "<thead><tr><th>where</th><th>expected</th><th>actual</th></tr></thead>",
    `<tbody>\n${rows}\n</tbody></table>`,
    ...(more > 0 ? [`<p class="note">… ${more} more ${more === 1 ? "change" : "changes"}</p>`] : []),
    ...(picture === undefined ? [] : [pictureHtml(picture)]),
    ...(hint === undefined ? [] : [`<p class="note">${escapeMarkup(hint)}.</p>`]),
  ].join("\n");
}

function rowHtml({ place, expected, actual }: Change): string {
  const where = place === "" ? "all of it" : place;
  return `<tr><td>${escapeMarkup(where)}</td>${cellHtml("expected", expected)}${cellHtml("actual", actual)}</tr>`;
}

function cellHtml(side: string, text: string | undefined): string {
  const content = text === undefined ? '<span class="note">nothing</span>' : `<pre>${escapeMarkup(text)}</pre>`;
  return `<td class="${side}">${content}</td>`;
}

function pictureHtml(png: Uint8Array): string {
  const data = Buffer.from(png).toString("base64");
  return `<p><img alt="Expected, actual, and what differs in red" src="data:image/png;base64,${data}"></p>`;
}
