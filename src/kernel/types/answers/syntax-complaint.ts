import type { ServerDiagnostic } from "../compiler/replies/read-replies.ts";
import type { SyntaxComplaint } from "../service-interface.ts";
import { severityOf } from "./diagnostics-in-cell.ts";

// A name is declared twice in one scope. Cells may declare types twice; where it matters, the parser complains.
const DECLARED_TWICE = new Set([2300, 2451]);

// "Type … does not satisfy the expected type": an error about types, unlike the neighbouring codes.
const NOT_SATISFIED = 1360;

/** True for the codes that TypeScript gives to syntax errors. */
export function isSyntaxCode(code: number): boolean {
  return code >= 1000 && code < 2000;
}

// The codes from 17000 are about JSX.
function isOfGrammar(code: number): boolean {
  return (isSyntaxCode(code) && code !== NOT_SATISFIED) || (code >= 17_000 && code < 18_000);
}

/** The first grammar error, else a name declared twice in the line (from 1) where the parser gave up. */
export function syntaxComplaint(said: readonly ServerDiagnostic[], line: number): SyntaxComplaint | undefined {
  const errors = said.toSorted((a, b) => a.startLine - b.startLine || a.startColumn - b.startColumn);
  const first =
    errors.find(({ code }) => isOfGrammar(code) && severityOf(code) !== undefined) ??
    errors.find(({ code, startLine }) => DECLARED_TWICE.has(code) && startLine === line - 1);
  if (!first) return undefined;
  const { code, message, startLine, startColumn } = first;
  return { code: `TS${code}`, message, line: startLine + 1, column: startColumn };
}
