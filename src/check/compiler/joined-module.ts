import { withoutNoCheck } from "../../kernel/cell/syntax/no-check.ts";
import { LINES_VALUE } from "../../kernel/magic/lines/captured-lines.ts";
import type { CheckSubject, SubjectCell } from "../subject.ts";

/** A place in a cell: UTF-16 offsets into its code. */
type CellPlace = { readonly cell: SubjectCell; readonly start: number; readonly end: number };

/** The cells of a notebook as one module. */
export type JoinedModule = {
  readonly text: string;
  /** The cell's part of a range in the text; undefined between cells. */
  readonly locate: (start: number, end: number) => CellPlace | undefined;
};

// Ends a statement that a cell leaves open, such as an expression that the next cell would continue.
const BETWEEN = "\n;\n";

/** Joins the cells of a notebook into one module, for the compiler to read at once. */
export function joinAsWritten({ cells }: CheckSubject): JoinedModule {
  const starts: number[] = [];
  let text = "";
  for (const cell of cells) {
    starts.push(text.length);
    // It would switch off the checks of the whole module.
    text += withoutNoCheck(cell.code) + BETWEEN;
  }
  if (text.includes(LINES_VALUE)) text += `declare const ${LINES_VALUE}: string[];\n`;
  const locate = (start: number, end: number): CellPlace | undefined => {
    const at = starts.findLastIndex((from) => from <= start);
    const [cell, from = 0] = [cells[at], starts[at]];
    if (!cell || start - from > cell.code.length) return undefined;
    return { cell, start: start - from, end: Math.min(end - from, cell.code.length) };
  };
  return { text, locate };
}
