import type { FormattedColumn } from "./format-column.ts";
import type { SortKey } from "./sort-keys.ts";

/** A table ready to be drawn: columns of strings, and the extent of the rows and columns hidden between them. */
export type Grid = {
  columns: ({ header: string; type: string; keys?: readonly SortKey[] } & FormattedColumn)[];
  /** The number of rows shown; the first `head` of them are above the hidden ones. */
  shown: number;
  head: number;
  /** The number of columns shown to the left of the hidden ones. */
  headColumns: number;
  /** The size of the whole frame, in rows and columns. */
  height: number;
  width: number;
  /** True to show the size even when nothing is hidden. */
  isFrame: boolean;
  caption?: string;
};

/** The size of a frame and what is hidden: `1,000 rows x 30 columns, 980 rows and 10 columns hidden`. */
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

/** A number with its noun, such as `1 row` or `1,000 columns`. */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString("en-US")} ${noun}${count === 1 ? "" : "s"}`;
}

/** The number of columns of the frame that are not shown. */
export function hiddenColumns(grid: Grid): number {
  return grid.width - grid.columns.length;
}

/** The cells of a row, with `gap` in place of hidden columns. */
export function gapped<T>(grid: Grid, cells: readonly T[], gap: T): readonly T[] {
  return hiddenColumns(grid) > 0 ? cells.toSpliced(grid.headColumns, 0, gap) : cells;
}
