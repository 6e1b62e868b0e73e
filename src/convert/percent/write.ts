import type { JsonObject, JsonValue } from "../../jupyter/json.ts";
import type { Cell, Notebook } from "../../notebook/types.ts";
import { mentionedIn } from "../../kernel/magic/lines/earlier-names.ts";
import { withExactValues } from "../exact-values.ts";
import { endsComments, escapeCode, escapeMarker, escapeText, foreignIn } from "./escape.ts";
import { formatHeader } from "./header.ts";
import { formatMarker, isOptionKey, isPlainTitle } from "./marker.ts";

/** Names that mean something else in the line that starts a cell. */
const RESERVED = new Set([
  "id",
  "attachments",
  "metadata",
  "cell_type",
  "region_name",
  "cell_depth",
  "commented",
  "escaped",
  "questions",
]);

/**
 * A notebook as TypeScript in jupytext's percent format: code cells as they are, text, commands to the kernel and cells
 * of other languages as comments, ids and metadata in the line that starts a cell. Outputs are left out; everything
 * else can be read back.
 *
 * @see https://jupytext.readthedocs.io/en/latest/formats-scripts.html#the-percent-format
 */
export function formatPercent(notebook: Notebook): string {
  const { metadata, cells } = withExactValues(notebook);
  return `${[formatHeader(metadata), ...cells.map((cell, at) => cellText(cell, cells.slice(0, at)))].join("\n\n")}\n`;
}

function cellText(cell: Cell, earlier: readonly Cell[]): string {
  const { title } = cell.metadata;
  const shown = isPlainTitle(title) ? title : undefined;
  const foreign = cell.cell_type === "code" ? foreignIn(cell.source) : undefined;
  const isCommented = foreign === undefined || foreign === "whole";
  const isEscaped = isCommented && endsComments(cell.source);
  const options = {
    ...optionsOf(cell, shown !== undefined),
    ...(foreign === "whole" ? { commented: true } : {}),
    ...(foreign === "questions" ? { questions: true } : {}),
    ...(isEscaped ? { escaped: true } : {}),
  };
  const marker = formatMarker({ type: cell.cell_type, title: shown, options });
  if (cell.source === "") return marker;
  if (!isCommented) return `${marker}\n${escapeCode(cell.source, foreign, mentionedIn(sourcesOf(earlier)))}`;
  return `${marker}\n${commented(isEscaped ? escapeText(cell.source) : cell.source)}`;
}

function sourcesOf(cells: readonly Cell[]): string[] {
  return cells.flatMap(({ cell_type: type, source }) => (type === "code" ? [source] : []));
}

function optionsOf(cell: Cell, hasTitle: boolean): JsonObject {
  const entries = Object.entries(cell.metadata).filter(([key]) => !(hasTitle && key === "title"));
  const odd = entries.filter((entry) => !isPlain(entry));
  return {
    id: cell.id,
    ...Object.fromEntries(entries.filter(isPlain)),
    ...(odd.length === 0 ? {} : { metadata: Object.fromEntries(odd) }),
    ...("attachments" in cell && cell.attachments !== undefined ? { attachments: cell.attachments } : {}),
  };
}

function isPlain([key, value]: readonly [string, JsonValue]): boolean {
  return isOptionKey(key) && !RESERVED.has(key) && value !== null;
}

function commented(text: string): string {
  return text
    .split("\n")
    .map((line) => escapeMarker(line === "" ? "//" : `// ${line}`))
    .join("\n");
}
