import { dirname, relative } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { CellError, CellFailedError } from "../run/errors.ts";
import type { NotebookResult, RunResult } from "../run/results.ts";

const SOURCE_LINES = 8;
const DETAIL_LINES = 12;

/**
 * The table of a run: notebook, cells, seconds, result; then what to open.
 *
 * @param options.check whether outputs were compared with those that the notebooks have.
 */
export function reportOf({ notebooks, index }: RunResult, options: { readonly check?: boolean } = {}): string {
  const rows = notebooks.map((result) => [
    result.label,
    cellsOf(result),
    result.seconds.toFixed(1),
    resultOf(result, options.check ?? false),
  ]);
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

/** What is to be said about a notebook beside its line in the table; undefined when all is well. */
export function problemOf({ label, source: from, target, error, differences }: NotebookResult): string | undefined {
  if (error instanceof CellError) {
    const { cell, source } = error.place;
    const details = error instanceof CellFailedError ? last(error.details, DETAIL_LINES) : [];
    const said = details.length > 1 ? ["  The kernel says:", ...details.map((line) => `  > ${line}`)] : [];
    return [error.message, `  Cell ${cell} of ${label}:`, ...excerpt(source, lineOf(error)), ...said].join("\n");
  }
  if (error) return error.message;
  if (differences.length === 0) return undefined;
  const shown = differences.flatMap(({ cell, source, diff }) => [
    `${label}: the outputs of cell ${cell} are not those that the notebook has.`,
    ...excerpt(source, 1),
    ...stripVTControlCharacters(diff)
      .split("\n")
      .map((line) => `  ${line}`),
  ]);
  const fix = from === target ? [] : [`If the new outputs are right, copy ${shortest(target)} over ${label}.`];
  return [...shown, ...fix].join("\n");
}

function shortest(path: string): string {
  const fromHere = relative(process.cwd(), path);
  return fromHere.startsWith("..") ? path : fromHere;
}

function resultOf({ status, error, differences }: NotebookResult, isCheck: boolean): string {
  if (error instanceof CellError) return `failed at cell ${error.place.cell}`;
  if (status === "passed" && isCheck) return "passed, same outputs";
  if (status !== "different") return status;
  const numbers = differences.map(({ cell }) => cell).join(", ");
  return `other outputs in ${differences.length === 1 ? "cell" : "cells"} ${numbers}`;
}

/** The line of the cell at fault, where the kernel names it: tslab's compiler writes `line:column - message`. */
function lineOf(error: CellError): number {
  const line = error instanceof CellFailedError ? /^(\d+):\d+ - /.exec(error.summary)?.[1] : undefined;
  return Number(line ?? 1);
}

function excerpt(source: string, line: number): string[] {
  const lines = source.split("\n");
  const start = Math.max(0, Math.min(line - Math.ceil(SOURCE_LINES / 2), lines.length - SOURCE_LINES));
  const shown = lines.slice(start, start + SOURCE_LINES);
  const width = `${start + shown.length}`.length;
  const rest = lines.length - start - shown.length;
  return [
    ...shown.map((text, index) => `  ${`${start + index + 1}`.padStart(width)} | ${text}`),
    ...(rest > 0 ? [`  ${" ".repeat(width)} | … ${rest} more lines`] : []),
  ];
}

function last(text: string, count: number): string[] {
  const lines = text.split("\n");
  return lines.length > count ? ["…", ...lines.slice(-count)] : lines;
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
