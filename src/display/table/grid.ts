import type { FormattedColumn } from "./format.ts";

/** A table ready to be drawn: columns of text, and how much of the frame lies hidden between them. */
export type Grid = {
  columns: ({ header: string; type: string } & FormattedColumn)[];
  /** Rows shown, of which the first `head` stand above the hidden ones. */
  shown: number;
  head: number;
  /** Columns shown left of the hidden ones. */
  headColumns: number;
  /** The size of the whole frame. */
  height: number;
  width: number;
  /** True to state the size even when nothing is hidden. */
  isFrame: boolean;
  caption?: string;
};

const LONGEST_CELL = 200;

/** The size of a frame, and what a table leaves out, such as `1,000 rows x 30 columns, 980 rows and 10 columns hidden`. */
export function sizeLine(grid: Grid, shownColumns = grid.columns.length): string | undefined {
  const hidden = [
    ...(grid.shown < grid.height ? [counted(grid.height - grid.shown, "row")] : []),
    ...(shownColumns < grid.width ? [counted(grid.width - shownColumns, "column")] : []),
  ];
  if (!grid.isFrame && grid.height > 0 && hidden.length === 0) {
    return undefined;
  }
  const size = `${counted(grid.height, "row")} \u{d7} ${counted(grid.width, "column")}`;
  return hidden.length === 0 ? size : `${size}, ${hidden.join(" and ")} hidden`;
}

/** A number of rows or columns in words. */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString("en-US")} ${noun}${count === 1 ? "" : "s"}`;
}

/** The text cut to a number of characters, the last one an ellipsis if anything is missing. */
export function shorten(text: string, longest: number): string {
  if (text.length <= longest) {
    return text;
  }
  const characters = Array.from(text);
  return characters.length <= longest ? text : `${characters.slice(0, longest - 1).join("")}\u{2026}`;
}

/** How many columns of the frame are not shown. */
export function hiddenColumns(grid: Grid): number {
  return grid.width - grid.columns.length;
}

/** A value as a cell shows it. */
export function cellText(cell: string): string {
  return shorten(cell, LONGEST_CELL);
}

/** The cells of a row, with one for the columns that are hidden. */
export function gapped<T>(grid: Grid, cells: readonly T[], gap: T): readonly T[] {
  return hiddenColumns(grid) > 0 ? cells.toSpliced(grid.headColumns, 0, gap) : cells;
}
