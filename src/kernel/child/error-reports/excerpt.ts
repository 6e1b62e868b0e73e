import { clipped } from "../../../util/text/clipped.ts";

const RED = "\x1b[31m";
const DIM = "\x1b[2m";
const OFF = "\x1b[0m";

/** The source lines around a place, with a caret below it. `line` and `column` count from 1. */
export function markedLines(text: string, line: number, column: number, around: number): string[] {
  const lines = text.split("\n");
  const first = Math.max(1, line - around);
  const last = Math.min(lines.length, line + around);
  const width = String(last).length;
  const shown: string[] = [];
  for (let number = first; number <= last; number++) {
    const content = (lines[number - 1] ?? "").replace(/\r$/, "");
    const gutter = `${String(number).padStart(width)} | `;
    if (number !== line) {
      shown.push(`  ${DIM}${gutter}${OFF}${clipped(content, 0).text}`);
      continue;
    }
    const { text: visible, from } = clipped(content, column - 1);
    shown.push(`${RED}>${OFF} ${DIM}${gutter}${OFF}${visible}`);
    const before = visible.slice(0, column - 1 - from).replaceAll(/[^\t]/g, " ");
    shown.push(`  ${DIM}${" ".repeat(width)} | ${OFF}${before}${RED}^${OFF}`);
  }
  return shown;
}
