import { relative } from "node:path";
import type { CellDifference, Comparison } from "../notebook/compare/differences.ts";
import { cellName } from "../run/cell-numbers.ts";
import { CellFailedError } from "../run/errors/cell-errors.ts";
import type { CellResult, NotebookResult } from "../run/results.ts";
import type { TsnbError } from "../util/error.ts";
import { visibleControls } from "../util/text/visible-controls.ts";
import { cellLine } from "./cells/cell-line.ts";
import { numberedLines } from "./cells/excerpt.ts";

const DETAIL_LINES = 12;

/** The message about a notebook in a terminal; undefined when all is well. */
export function problemText(result: NotebookResult): string | undefined {
  const text = messageAbout(result);
  return text === undefined ? undefined : visibleControls(text);
}

function messageAbout({ label, error, cells, comparison, status }: NotebookResult): string | undefined {
  if (error) {
    const cell = cells.find((each) => each.error === error);
    return [error.message, ...(cell ? indented(failureLines(label, error, cell)) : [])].join("\n");
  }
  return comparison && status === "different" ? differenceLines(label, comparison).join("\n") : undefined;
}

/** A failed cell: its number and code, the line at fault marked, and the end of the kernel's message. */
export function failureLines(label: string, error: TsnbError, cell: CellResult): string[] {
  const heading = cell.heading === undefined ? "" : ` (${cell.heading})`;
  const details = error instanceof CellFailedError ? essential(error.details) : [];
  const said = details.length > 1 ? ["The kernel says:", ...details.map((line) => `> ${line}`)] : [];
  const name = cellName(cell.number);
  return [
    `${name[0]?.toUpperCase()}${name.slice(1)} of ${label}${heading}:`,
    ...numberedLines(cell.source, cellLine(cell)),
    ...said,
  ];
}

/** The cells whose outputs differ from the notebook's, and how to accept them. */
function differenceLines(label: string, { hasStored, differences }: Comparison): string[] {
  if (!hasStored) {
    return [`${label} has no stored outputs to compare with. Run it with --update to store those of a run.`];
  }
  const cells = differences.flatMap((difference) => [
    `${label}: the outputs of cell ${difference.cell} differ from those in the notebook.`,
    ...indented([...numberedLines(difference.source, undefined), ...changeLines(difference)]),
  ]);
  return [...cells, "If the new outputs are right, run it again with --update to accept them."];
}

/** The differences in a cell: `-` before stored outputs, `+` before new ones. */
export function changeLines({ outputs, more: moreOutputs }: CellDifference): string[] {
  const lines = outputs.flatMap(({ type, changes, more, hint, pictureFile }) => [
    ...changes.flatMap(({ place, expected, actual }) => [
      place === "" ? `${type}:` : `${type}, ${place}:`,
      ...marked("-", expected),
      ...marked("+", actual),
    ]),
    ...(more > 0 ? [`… ${more} more ${more === 1 ? "change" : "changes"} in ${type}`] : []),
    ...(pictureFile === undefined ? [] : [`expected, actual and difference: ${shortest(pictureFile)}`]),
    ...(hint === undefined ? [] : [`${hint}.`]),
  ]);
  return moreOutputs > 0 ? [...lines, moreWords(moreOutputs)] : lines;
}

/** The words for further differences: `… 3 more outputs differ`. */
export function moreWords(count: number): string {
  return `… ${count} more ${count === 1 ? "output differs" : "outputs differ"}`;
}

function marked(mark: string, text: string | undefined): string[] {
  return text === undefined ? [] : text.split("\n").map((line) => `${mark} ${line}`.trimEnd());
}

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`.trimEnd());
}

/** The path relative to the current folder if it is inside, else as given. */
export function shortest(path: string): string {
  const fromHere = relative(process.cwd(), path);
  return fromHere.startsWith("..") ? path : fromHere;
}

// IPython separates frames by empty lines; those of packages begin with `File`.
const FRAME_OF_PACKAGE = /^File /;

/** The end of a kernel's message, without the frames of packages. */
function essential(text: string): string[] {
  const blocks = text.split(/\n\s*\n/);
  const own = blocks.filter((block) => !FRAME_OF_PACKAGE.test(block));
  const lines = own.join("\n\n").split("\n");
  return lines.length > DETAIL_LINES ? ["…", ...lines.slice(-DETAIL_LINES)] : lines;
}
