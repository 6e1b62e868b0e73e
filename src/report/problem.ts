import { relative } from "node:path";
import type { CellDifference, Comparison } from "../notebook/compare/differences.ts";
import { CellError, CellFailedError } from "../run/errors.ts";
import type { CellResult, NotebookResult } from "../run/results.ts";
import { cellLine } from "./cell-line.ts";
import { excerpt } from "./excerpt.ts";

const DETAIL_LINES = 12;

/** What is to be said about a notebook in a terminal; undefined when all is well. */
export function problemOf(result: NotebookResult): string | undefined {
  const { label, error, comparison, status } = result;
  if (error instanceof CellError) {
    const cell = result.cells.find(({ index }) => index === error.place.cell - 1);
    return [error.message, ...indented(failureLines(label, error, cell))].join("\n");
  }
  if (error) return error.message;
  return comparison && status === "different" ? differenceLines(label, comparison).join("\n") : undefined;
}

/** A failed cell: its number and code, the line at fault marked, and the end of what the kernel said. */
function failureLines(label: string, error: CellError, cell: CellResult | undefined): string[] {
  const { source, cell: number } = error.place;
  const heading = cell?.heading === undefined ? "" : ` (${cell.heading})`;
  const details = error instanceof CellFailedError ? last(error.details, DETAIL_LINES) : [];
  const said = details.length > 1 ? ["The kernel says:", ...details.map((line) => `> ${line}`)] : [];
  return [`Cell ${number} of ${label}${heading}:`, ...excerpt(source, cell && cellLine({ ...cell, error })), ...said];
}

/** The cells whose outputs are not those that a notebook has, and how to accept them. */
function differenceLines(label: string, { hasStored, differences }: Comparison): string[] {
  if (!hasStored) {
    return [`${label} has no stored outputs to compare with. Run it with --update to store those of a run.`];
  }
  const cells = differences.flatMap((difference) => [
    `${label}: the outputs of cell ${difference.cell} are not those that the notebook has.`,
    ...indented([...excerpt(difference.source, undefined), ...changeLines(difference)]),
  ]);
  return [...cells, "If the new outputs are right, run it again with --update to accept them."];
}

/** What differs in a cell: `-` what the notebook has, `+` what the run gave. */
function changeLines({ outputs }: CellDifference): string[] {
  return outputs.flatMap(({ type, changes, more, hint, pictureFile }) => [
    ...changes.flatMap(({ place, expected, actual }) => [
      place === "" ? `${type}:` : `${type}, ${place}:`,
      ...marked("-", expected),
      ...marked("+", actual),
    ]),
    ...(more > 0 ? [`… ${more} more ${more === 1 ? "change" : "changes"} in ${type}`] : []),
    ...(pictureFile === undefined ? [] : [`expected, actual and difference: ${shortest(pictureFile)}`]),
    ...(hint === undefined ? [] : [`${hint}.`]),
  ]);
}

function marked(mark: string, text: string | undefined): string[] {
  return text === undefined ? [] : text.split("\n").map((line) => `${mark} ${line}`.trimEnd());
}

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`.trimEnd());
}

/** A path from the current folder, where it is inside. */
export function shortest(path: string): string {
  const fromHere = relative(process.cwd(), path);
  return fromHere.startsWith("..") ? path : fromHere;
}

function last(text: string, count: number): string[] {
  const lines = text.split("\n");
  return lines.length > count ? ["…", ...lines.slice(-count)] : lines;
}
