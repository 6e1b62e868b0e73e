import { parseSync } from "oxc-parser";
import { isTooDeep } from "../../kernel/cell/syntax/nesting.ts";
import { parseCell } from "../../kernel/cell/syntax/parse.ts";
import { syntaxErrorOf } from "../../kernel/cell/syntax/syntax-error.ts";
import { type CellFinding, offsetAt } from "../findings/cell-finding.ts";
import type { SubjectCell } from "../subject.ts";

/** True when a cell is TypeScript, with or without JSX. */
export function parsesAsTypeScript(code: string): boolean {
  return !isTooDeep(code) && parseCell(code) !== undefined;
}

/** The first syntax error of a cell that is not TypeScript. */
export function syntaxFinding(cell: SubjectCell): CellFinding {
  const { start, message } = firstError(cell.code);
  return { cell, start, end: start + 1, rule: "syntax-error", severity: "error", message };
}

function firstError(code: string): { start: number; message: string } {
  if (!isTooDeep(code)) {
    const { errors } = parseSync("cell.ts", code, { lang: "ts", sourceType: "module" });
    const error = syntaxErrorOf(code, errors);
    if (error) return { start: offsetAt(code, error.line, error.column + 1), message: error.message };
  }
  return { start: 0, message: "The brackets of this cell are nested too deeply" };
}
