import { LONGEST_TERMINAL_CELL, shorten, terminalCellText } from "./cell-text.ts";
import { type Grid, sizeLine } from "./grid.ts";

const GAP = "  ";
const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;
const ZERO_WIDTH = /^(?:\p{Mn}|\p{Me}|\p{Cf})$/u;

type TextColumn = { lines: string[]; width: number; right: boolean };

/** The grid as aligned text: headers, types if there are any, a rule, rows, a line for hidden rows, and the size. */
export function gridText(grid: Grid, width: number): string {
  const hasTypes = grid.columns.some(({ type }) => type !== "");
  const all = grid.columns.map((column) => textColumn(column, hasTypes));
  const { left, right } = fit(all, grid, width);
  const hidden = left.length + right.length < grid.width;
  const heads = hasTypes ? 2 : 1;
  const columns = hidden ? [...left, gapColumn(grid.shown + heads), ...right] : [...left, ...right];
  const line = (index: number): string =>
    columns
      .map((column) => pad(column.lines[index] ?? "", column.width, column.right))
      .join(GAP)
      .trimEnd();
  const rows = Array.from({ length: grid.shown }, (_, row) => line(row + heads));
  if (grid.shown < grid.height) {
    rows.splice(grid.head, 0, "\u{22ee}");
  }
  const size = sizeLine(grid, left.length + right.length);
  return [
    ...(grid.caption === undefined ? [] : [grid.caption]),
    ...(columns.length === 0
      ? []
      : [
          ...Array.from({ length: heads }, (_, index) => line(index)),
          columns.map((column) => "\u{2500}".repeat(column.width)).join(GAP),
        ]),
    ...rows,
    ...(size === undefined ? [] : [size]),
  ].join("\n");
}

function textColumn(column: Grid["columns"][number], hasTypes: boolean): TextColumn {
  const cells = column.cells.map((cell) => (cell === null ? "null" : terminalCellText(cell)));
  const types = hasTypes ? [shorten(column.type, LONGEST_TERMINAL_CELL)] : [];
  const lines = [terminalCellText(column.header), ...types, ...cells];
  return { lines, width: lines.reduce((width, text) => Math.max(width, textColumns(text)), 1), right: column.numeric };
}

/** Keeps as many columns as fit, alternately from both ends, and always the first. */
function fit(all: TextColumn[], grid: Grid, width: number): { left: TextColumn[]; right: TextColumn[] } {
  const total = all.reduce((sum, column) => sum + column.width + GAP.length, -GAP.length);
  if (total <= width) {
    return { left: all.slice(0, grid.headColumns), right: all.slice(grid.headColumns) };
  }
  let room = width - 1;
  let [from, to] = [0, all.length];
  for (let turn = 0; from < to; turn++) {
    const column = turn % 2 === 0 ? all[from] : all[to - 1];
    room -= (column?.width ?? 0) + GAP.length;
    if (room < 0 && from > 0) {
      break;
    }
    [from, to] = turn % 2 === 0 ? [from + 1, to] : [from, to - 1];
  }
  return { left: all.slice(0, from), right: all.slice(to) };
}

function gapColumn(lines: number): TextColumn {
  return { lines: Array.from({ length: lines }, () => "\u{2026}"), width: 1, right: false };
}

function pad(text: string, width: number, right: boolean): string {
  const space = " ".repeat(Math.max(0, width - textColumns(text)));
  return right ? space + text : text + space;
}

/** The width of a string in terminal columns: East Asian characters and emoji take two. */
function textColumns(text: string): number {
  let columns = 0;
  for (const character of text) {
    columns += ZERO_WIDTH.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
  }
  return columns;
}
