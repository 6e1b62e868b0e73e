import { stripVTControlCharacters, styleText } from "node:util";
import type { JsonValue } from "../../jupyter/json.ts";
import { splitCellMetadata } from "../../notebook/run-records.ts";
import type { Cell, Output } from "../../notebook/types.ts";
import { visibleControls } from "../../util/text/visible-controls.ts";
import { formatExact } from "../exact-values.ts";
import type { CellChange, NotebookDiff } from "./diff-notebooks.ts";
import { type DiffLine, diffLines } from "./hunks.ts";

/** Options for reporting a difference. */
export type DiffReportOptions = {
  /** True shows outputs that differ, not only their count. */
  readonly outputs: boolean;
  readonly color: boolean;
};

/** The difference of two notebooks for people, "" when there is none. */
export function diffText({ cells, metadata }: NotebookDiff, options: DiffReportOptions): string {
  const changes = cells.map((change) => changeLines(change, options).join("\n"));
  const own =
    metadata === undefined
      ? []
      : [["notebook metadata", ...textDiff(json(metadata.before), json(metadata.after), options)].join("\n")];
  const blocks = [...own, ...changes];
  return blocks.length === 0 ? "" : `${blocks.join("\n\n")}\n`;
}

function changeLines(change: CellChange, options: DiffReportOptions): readonly string[] {
  if (change.kind === "added") {
    const { cell, number } = change.after;
    return [heading(`cell ${number} added: ${nameOf(cell)}`, options), ...textDiff("", cell.source, options)];
  }
  if (change.kind === "removed") {
    const { cell, number } = change.before;
    return [heading(`cell ${number} removed: ${nameOf(cell)}`, options), ...textDiff(cell.source, "", options)];
  }
  const { before, after, isMoved, parts } = change;
  const what = [
    ...(isMoved ? [`moved from ${before.number}`] : []),
    ...(parts.length > 0 ? [`${parts.join(", ")} changed`] : []),
  ];
  const lines = [heading(`cell ${after.number} ${what.join("; ")}: ${nameOf(after.cell)}`, options)];
  if (parts.includes("type"))
    lines.push(
      ...marked(
        [
          { mark: "-", text: before.cell.cell_type },
          { mark: "+", text: after.cell.cell_type },
        ],
        options,
      ),
    );
  if (parts.includes("source")) lines.push(...textDiff(before.cell.source, after.cell.source, options));
  if (parts.includes("metadata")) lines.push(...textDiff(metadataText(before.cell), metadataText(after.cell), options));
  if (parts.includes("outputs") && options.outputs)
    lines.push(...outputDiff(outputText(before.cell), outputText(after.cell), options));
  return lines;
}

/** The difference of outputs without their colours, unless these alone differ. */
function outputDiff(before: string, after: string, options: DiffReportOptions): readonly string[] {
  const [old, now] = [before, after].map(stripVTControlCharacters);
  return old === undefined || now === undefined || old === now
    ? textDiff(before, after, options)
    : textDiff(old, now, options);
}

const LONGEST_NAME = 60;

function nameOf({ cell_type: type, source, id }: Cell): string {
  const line = source.split("\n").find((each) => each.trim() !== "") ?? "";
  const short = line.length > LONGEST_NAME ? `${line.slice(0, LONGEST_NAME)}…` : line;
  return `${type} ${id} ${short}`.trim();
}

function heading(text: string, { color }: DiffReportOptions): string {
  const line = `@@ ${visibleControls(text)} @@`;
  return color ? styleText("cyan", line, { validateStream: false }) : line;
}

function textDiff(before: string, after: string, options: DiffReportOptions): readonly string[] {
  if (before === "")
    return marked(
      after.split("\n").map((text) => ({ mark: "+", text })),
      options,
    );
  if (after === "")
    return marked(
      before.split("\n").map((text) => ({ mark: "-", text })),
      options,
    );
  return marked(diffLines(before, after), options);
}

function marked(lines: readonly DiffLine[], { color }: DiffReportOptions): readonly string[] {
  return lines.map(({ mark, text }) => {
    const line = `${mark}${visibleControls(text)}`;
    if (!color || mark === " ") return line;
    return styleText(mark === "-" ? "red" : mark === "+" ? "green" : "cyan", line, { validateStream: false });
  });
}

function outputText(cell: Cell): string {
  return cell.cell_type === "code" ? cell.outputs.map(textOf).join("\n") : "";
}

function textOf(output: Output): string {
  if (output.output_type === "stream") return `[${output.name}]\n${output.text}`;
  if (output.output_type === "error")
    return [`[error] ${output.ename}: ${output.evalue}`, ...output.traceback].join("\n");
  return Object.entries(output.data)
    .map(([type, value]) => {
      const text = typeof value === "string" ? value : json(value);
      return type.startsWith("image/") && type !== "image/svg+xml"
        ? `[${type}] ${text.length} characters`
        : `[${type}]\n${text}`;
    })
    .join("\n");
}

function metadataText({ metadata }: Cell): string {
  return json(splitCellMetadata(metadata).rest);
}

function json(value: JsonValue): string {
  return formatExact(value, 1);
}
