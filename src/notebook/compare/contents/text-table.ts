import type { ComparedTable } from "./table.ts";

const DRAWN = /^[\s─━═╌┄│┌┐└┘├┤┬┴┼╔╗╚╝╠╣╦╩╬╞╡╪╭╮╰╯+|:-]+$/;
const BOXED = /[│┌┐└┘├┤┬┴┼╔╗╚╝╠╣╦╩╬╞╡╪╭╮╰╯+|]/;
// A single line of hyphens is as often the end of a heading.
const RULED = /[─━═╌┄]|--+\s+--|--+[+|]|[+|]:?--/;
const BORDER = /^\s*[│┆║|]|[│┆║|]\s*$/g;
const BETWEEN = /\s*[│┆║|]\s*/;

/** The table that a string draws with lines; undefined for other strings. Column alignment does not count. */
export function textTable(text: string): ComparedTable | undefined {
  const lines = text.split("\n");
  const rule = lines.findIndex(isRule);
  if (rule < 0) return undefined;
  const isBoxed = BOXED.test(lines[rule] ?? "");
  const isAbove = !isBoxed || BETWEEN.test(lines[rule - 1] ?? "");
  const head = isAbove ? rule - 1 : lines.findIndex((line, index) => index > rule && !isRule(line));
  const rows = lines.flatMap((line, index) => {
    return index === head || isRule(line) ? [] : [{ place: `line ${index + 1}`, cells: cellsOf(line, isBoxed) }];
  });
  return { header: cellsOf(lines[head] ?? "", isBoxed), rows };
}

/** True for a line that only draws: tsnb's rule under a header, or a line of the boxes that Polars and others draw. */
function isRule(line: string): boolean {
  return DRAWN.test(line) && RULED.test(line);
}

function cellsOf(line: string, isBoxed: boolean): string[] {
  if (isBoxed && BETWEEN.test(line)) return line.replaceAll(BORDER, "").trim().split(BETWEEN);
  return line.trim().split(/\s{2,}/);
}
