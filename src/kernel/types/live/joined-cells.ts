import type { DocumentPosition } from "../compiler/language-server.ts";
import { type JoinedCell, type WrittenCell, type WrittenCells, writeCells } from "./written-cells.ts";

/** An offset in a cell; `cell` is the cell's place in the notebook, from 0. */
type CellOffset = { readonly cell: number; readonly offset: number };

/** Cells of a notebook as one module of TypeScript. Offsets count UTF-16 code units. */
export type JoinedCells = {
  readonly text: string;
  readonly language: "typescript" | "typescriptreact";
  /** The name behind each stand-in in the text. */
  readonly shadows: ReadonlyMap<string, string>;
  /** The place in the text of an offset in a cell. */
  placeOf(cell: number, offset: number): DocumentPosition;
  /** The cell and offset of a place in the text; undefined between cells. */
  cellAt(place: DocumentPosition): CellOffset | undefined;
  /** The code to write around a new name at this offset of the cell; empty strings when none is needed. */
  aroundName(cell: number, offset: number): { readonly prefix: string; readonly suffix: string };
};

// Ends a statement that the next cell would otherwise continue.
const BETWEEN = "\n;\n";

type Part = Pick<WrittenCell, "insertions"> & {
  readonly cell: number;
  readonly start: number;
  readonly length: number;
};

/** Joins the cells of a notebook, in order, into one module. */
export function joinCells(cells: readonly JoinedCell[]): JoinedCells {
  return joinWritten(writeCells(cells));
}

/**
 * Joins cells that have already been written.
 *
 * @param wanted the places of the cells to join, in the order of the notebook; all of them by default.
 * @param header the lines before them; none by default.
 */
export function joinWritten(
  { cells, shadows, replacements, language }: WrittenCells,
  wanted: Iterable<number> = cells.keys(),
  header = "",
): JoinedCells {
  const parts = new Map<number, Part>();
  let text = header;
  for (const at of wanted) {
    const cell = cells[at];
    if (!cell) continue;
    const { insertions, isCode } = cell;
    parts.set(at, { cell: at, start: text.length, length: isCode ? cell.text.length : -1, insertions });
    text += cell.text + BETWEEN;
  }
  const inOrder = [...parts.values()];
  const lines = lineStarts(text);
  return {
    text,
    language,
    shadows,
    placeOf: (cell, offset) => placeIn(lines, offsetInModule(parts.get(cell), offset)),
    cellAt: ({ line, character }) => cellAt(inOrder, (lines[line] ?? text.length) + character),
    aroundName: (cell, offset) => replacements.get(cell)?.find(({ start }) => start === offset) ?? NOTHING,
  };
}

const NOTHING = { prefix: "", suffix: "" };

function offsetInModule(part: Part | undefined, offset: number): number {
  if (!part) return 0;
  const inserted = part.insertions.reduce((sum, { at, length }) => (at <= offset ? sum + length : sum), 0);
  return part.start + offset + inserted;
}

function cellAt(parts: readonly Part[], at: number): CellOffset | undefined {
  const part = parts.findLast(({ start }) => start <= at);
  if (!part || at - part.start > part.length) return undefined;
  let offset = at - part.start;
  for (const insertion of part.insertions) {
    if (insertion.at >= offset) break;
    offset = Math.max(insertion.at, offset - insertion.length);
  }
  return { cell: part.cell, offset };
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

function placeIn(lines: readonly number[], offset: number): DocumentPosition {
  let [low, high] = [0, lines.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((lines[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low, character: offset - (lines[low] ?? 0) };
}
