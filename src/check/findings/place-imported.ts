import type { Diagnostic } from "../../kernel/types/service-interface.ts";
import { readNotebook } from "../../notebook/file/read.ts";
import { offsetAt } from "./cell-finding.ts";
import { placedInNotebook } from "./place-findings.ts";
import type { Finding } from "../results.ts";
import { checkSubject } from "../subject.ts";

/** The diagnostics in cells of notebooks that others import, at their places in the notebooks' files, each once. */
export async function placedInImported(diagnostics: readonly Diagnostic[]): Promise<readonly Finding[]> {
  const files = new Set(diagnostics.flatMap(({ file, cell }) => (cell === undefined ? [] : (file ?? []))));
  const placed = await Promise.all(Array.from(files, (file) => placedIn(file, diagnostics)));
  return placed.flat();
}

async function placedIn(source: string, diagnostics: readonly Diagnostic[]): Promise<readonly Finding[]> {
  const subject = checkSubject(await readNotebook(source), { source, label: source, language: "typescript" });
  const found = diagnostics.flatMap(({ file, cell: at, code: rule, severity, message, ...place }) => {
    const cell = file === source ? subject.cells.find(({ index }) => index === at) : undefined;
    if (!cell) return [];
    const start = offsetAt(cell.source, place.line, place.column);
    return [{ cell, start, end: offsetAt(cell.source, place.endLine, place.endColumn), rule, severity, message }];
  });
  const findings = await placedInNotebook(subject, found);
  return [...new Map(findings.map((finding) => [JSON.stringify(finding), finding])).values()];
}
