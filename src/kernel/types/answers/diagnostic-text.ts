import { shortened } from "../../../util/text/shortened.ts";
import { clipped } from "../../../util/text/clipped.ts";
import type { CellDiagnostic } from "./diagnostics-in-cell.ts";

// JupyterLab shows stderr on red, which makes most colours hard to read.
const RED = "\x1b[31m";
const BOLD = "\x1b[1m";
const DIM = "\x1b[2m";
const PLAIN = "\x1b[0m";

const LONGEST_MESSAGE = 4000;

// Characters that are two columns wide in a terminal: East Asian characters and emoji.
const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}|\ufe0f/u;
const CHARACTERS = new Intl.Segmenter("en", { granularity: "grapheme" });

/**
 * A diagnostic as coloured text, with its line of code and carets below the place.
 *
 * @param where the label of the cell, such as `[7]`, or of the file.
 */
export function diagnosticText(diagnostic: CellDiagnostic, code: string, where: string): string {
  const { severity, startLine, startColumn, endLine, endColumn } = diagnostic;
  const line = (code.split("\n")[startLine] ?? "").replace(/\r$/, "");
  const end = endLine === startLine ? Math.max(endColumn, startColumn + 1) : line.length;
  const gutter = String(startLine + 1);
  const { text: visible, from } = clipped(line, startColumn);
  const before = expand(visible.slice(0, startColumn - from));
  const marked = expand(visible.slice(startColumn - from, end - from));
  const carets = "^".repeat(Math.max(1, widthOf(marked)));
  // In a cell, `npm` is a command of the kernel, which also takes the project's own package manager.
  const advised = diagnostic.message.replaceAll(/`npm i --save-dev (\S+)`/g, "`%npm install $1`");
  const message = shortened(advised, LONGEST_MESSAGE);
  const omitted = message.more > 0 ? `... ${message.more} more characters` : "";
  const [first = "", ...more] = `${message.text}${omitted}`.split("\n");
  return [
    `${BOLD}${severity} TS${diagnostic.code}${PLAIN} ${where} line ${startLine + 1}: ${first}`,
    ...more,
    `${DIM}${gutter} |${PLAIN} ${expand(visible)}`,
    `${DIM}${" ".repeat(gutter.length)} |${PLAIN} ${" ".repeat(widthOf(before))}${RED}${carets}${PLAIN}`,
  ].join("\n");
}

function expand(text: string): string {
  return text.replaceAll("\t", "  ");
}

function widthOf(text: string): number {
  let width = 0;
  for (const { segment } of CHARACTERS.segment(text)) width += WIDE.test(segment) ? 2 : 1;
  return width;
}
