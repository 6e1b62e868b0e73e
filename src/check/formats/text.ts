import { stripVTControlCharacters, styleText } from "node:util";
import { labelOf } from "../../notebook/find.ts";
import { clipped } from "../../util/text/clipped.ts";
import { visibleControls } from "../../util/text/visible-controls.ts";
import type { CheckResult, Finding } from "../results.ts";

/**
 * The findings of a check, for people and for the problem matchers of editors. Each finding begins with a line
 * `file:line:column: severity rule: message`, as compilers write it. Notebooks that cannot be read are left to the caller.
 */
export function textFormat(result: CheckResult, { isColoured }: { readonly isColoured: boolean }): string {
  const { notebooks, files } = result;
  const findings = [...files, ...notebooks.flatMap((notebook) => notebook.findings)].flatMap(findingLines);
  const skipped = notebooks.filter(({ status }) => status === "skipped").map(({ label }) => label);
  const notes = skipped.length === 0 ? [] : [`Skipped, in another language: ${visibleControls(skipped.join(", "))}`];
  const text = [...findings, ...notes, ...summaryOf(result)].map((line) => `${line}\n`).join("");
  return isColoured ? text : stripVTControlCharacters(text);
}

function findingLines({ file, line, column, severity, rule, message, excerpt, cell }: Finding): string[] {
  const [first = "", ...more] = visibleControls(message).split("\n");
  const colour = severity === "error" ? "red" : "yellow";
  const head = `${visibleControls(labelOf(file))}:${line}:${column}: ${styled(colour, severity)} ${rule}: ${first}`;
  const place = cell ? { line: cell.line, column: cell.column } : { line, column };
  const heading = cell?.heading === undefined ? "" : ` under "${visibleControls(cell.heading)}"`;
  const where = cell ? [`  cell ${cell.index + 1}${heading}, line ${cell.line}, column ${cell.column}`] : [];
  return [head, ...more.map((text) => `  ${text}`), ...where, ...excerptLines(excerpt, place, cell)];
}

function excerptLines(excerpt: string, at: { line: number; column: number }, cell: Finding["cell"]): string[] {
  if (excerpt.trim() === "") return [];
  const { text, from } = clipped(excerpt, at.column - 1);
  const start = at.column - 1 - from;
  const end = cell && cell.endLine === cell.line ? cell.endColumn - 1 - from : start + 1;
  const gutter = `${at.line}`;
  const indent = visibleControls(text.slice(0, start)).replaceAll(/[^\t]/g, " ");
  const carets = "^".repeat(Math.max(1, visibleControls(text.slice(start, end)).length));
  return [
    `  ${gutter} | ${visibleControls(text)}`,
    `  ${" ".repeat(gutter.length)} | ${indent}${styled("red", carets)}`,
  ];
}

function summaryOf({ notebooks, errors, warnings, isCutShort }: CheckResult): string[] {
  const checked = notebooks.filter(({ status }) => status === "passed" || status === "failed");
  if (checked.length === 0) return [];
  const cells = checked.reduce((sum, notebook) => sum + notebook.cells, 0);
  const subject = `${counted(checked.length, "notebook")} with ${counted(cells, "cell")} checked`;
  const found = [
    ...(errors > 0 ? [counted(errors, "error")] : []),
    ...(warnings > 0 ? [counted(warnings, "warning")] : []),
  ];
  const ending = isCutShort ? "; stopped at that many errors" : "";
  return [`${subject}: ${found.length > 0 ? found.join(", ") : "no problems"}${ending}`];
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

function styled(format: "red" | "yellow", text: string): string {
  return styleText(format, text, { validateStream: false });
}
