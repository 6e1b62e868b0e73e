import type { ServerDiagnostic } from "../compiler/replies/read-replies.ts";
import type { Diagnostic } from "../service-interface.ts";
import { diagnosticText } from "./diagnostic-text.ts";

/**
 * A diagnostic of the compiler as one of the type service: coloured, with lines and columns from 1.
 *
 * @param where the label of the cell, such as `[7]`, or of the file.
 */
export function diagnosticOf(said: ServerDiagnostic, code: string, where: string): Diagnostic {
  return {
    severity: said.severity === "error" ? "error" : "warning",
    code: `TS${said.code}`,
    message: said.message,
    line: said.startLine + 1,
    column: said.startColumn + 1,
    endLine: said.endLine + 1,
    endColumn: said.endColumn + 1,
    rendered: diagnosticText(said, code, where),
  };
}
