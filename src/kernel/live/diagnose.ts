import type { CodeLanguage } from "../../notebook/code-language.ts";
import { severityOf } from "../types/answers/diagnostics-in-cell.ts";
import type { ServerDiagnostic } from "../types/compiler/replies/read-replies.ts";
import type { JoinedCells } from "../types/live/joined-cells.ts";
import { withoutMarks } from "../types/modules/reserved-names.ts";
import type { ReadCell } from "./live-cells.ts";
import type { LiveDiagnostic, TextSpan } from "./messages.ts";
import { isSyntaxCode } from "../types/answers/syntax-complaint.ts";

// Errors about exports that a module may have once, but a notebook once in each cell.
const ABOUT_EXPORTS = new Set([2323, 2395, 2484, 2528, 2652]);

/** The errors and warnings in cells that the compiler read as one module, by the places of the cells. */
export function errorsInCells(
  said: readonly ServerDiagnostic[],
  joined: JoinedCells,
  cells: readonly ReadCell[],
  language: CodeLanguage,
): Map<number, LiveDiagnostic[]> {
  const found = new Map<number, LiveDiagnostic[]>();
  for (const diagnostic of said) {
    const { code, message, startLine, startColumn, endLine, endColumn } = diagnostic;
    const severity = severityOf(code, language);
    const start = joined.cellAt({ line: startLine, character: startColumn });
    const cell = start && cells[start.cell];
    if (diagnostic.severity === "hint" || !severity || ABOUT_EXPORTS.has(code) || !start || !cell?.facts) continue;
    const end = joined.cellAt({ line: endLine, character: endColumn });
    const last = end?.cell === start.cell ? end.offset : cell.source.length;
    const span = shown(cell.source, { start: start.offset, end: Math.min(last, cell.source.length) });
    const kind = severity === "error" ? "type" : "warning";
    const plain = withoutMarks(message, joined.shadows);
    found.set(start.cell, [...(found.get(start.cell) ?? []), { ...span, kind, code: `TS${code}`, message: plain }]);
  }
  return found;
}

/** The syntax errors that the compiler finds in a cell alone. */
export function syntaxErrors(said: readonly ServerDiagnostic[], { source, code: text }: ReadCell): LiveDiagnostic[] {
  const lines = text.split("\n");
  const offsetOf = (line: number, column: number) =>
    lines.slice(0, line).reduce((sum, { length }) => sum + length + 1, 0) + column;
  return said.flatMap(({ code, message, startLine, startColumn, endLine, endColumn }): LiveDiagnostic[] => {
    if (!isSyntaxCode(code) || severityOf(code) === undefined) return [];
    const span = { start: offsetOf(startLine, startColumn), end: offsetOf(endLine, endColumn) };
    return [{ ...shown(source, span), kind: "syntax", code: `TS${code}`, message }];
  });
}

/** The top-level uses of names that only a later cell declares. In one module, functions and imports are allowed. */
export function usedEarly(cells: readonly ReadCell[]): Map<number, LiveDiagnostic[]> {
  const declaredBy = new Map<string, number>();
  for (const [at, { facts }] of cells.entries()) {
    for (const { name } of facts?.declarations ?? []) if (!declaredBy.has(name)) declaredBy.set(name, at);
  }
  const found = new Map<number, LiveDiagnostic[]>();
  for (const [at, { facts }] of cells.entries()) {
    const early =
      facts?.direct.filter(({ name, kind }) => kind !== "declare" && (declaredBy.get(name) ?? 0) > at) ?? [];
    if (early.length === 0) continue;
    const { inserted } = facts ?? {};
    const before = (offset: number) => (inserted && offset > inserted.at ? offset - inserted.length : offset);
    const errors = early.map(
      ({ name, start, end }): LiveDiagnostic => ({
        start: before(start),
        end: before(end),
        kind: "type",
        code: "used-before-declared",
        message: `"${name}" is used before it is declared: only a later cell declares it`,
      }),
    );
    found.set(at, errors);
  }
  return found;
}

// A missing token has a place but no length, and would not be visible.
function shown(source: string, { start, end }: TextSpan): TextSpan {
  if (end > start) return { start, end };
  if (start < source.length && source[start] !== "\n") return { start, end: start + 1 };
  return { start: Math.max(0, start - 1), end: Math.max(start, Math.min(1, source.length)) };
}
