import { labelOf } from "../../notebook/find.ts";
import type { CheckResult, Finding } from "../results.ts";

/** The version of the JSON that `--format json` writes; it changes when a field changes its meaning or is removed. */
const JSON_VERSION = 1;

/** The findings of a check as JSON, as docs/check.md describes it. */
export function jsonFormat({ notebooks, files, errors, warnings, isCutShort }: CheckResult): string {
  const report = {
    version: JSON_VERSION,
    errors,
    warnings,
    cutShort: isCutShort,
    notebooks: notebooks.map(({ label, status, cells, findings, error }) => ({
      path: label,
      status,
      cells,
      ...(error ? { error: { name: error.name, message: error.message } } : {}),
      findings: findings.map(entryOf),
    })),
    files: files.map((finding) => ({ path: labelOf(finding.file), ...entryOf(finding) })),
  };
  return `${JSON.stringify(report, undefined, 2)}\n`;
}

function entryOf({ rule, severity, message, line, column, excerpt, cell }: Finding) {
  return {
    rule,
    severity,
    message,
    line,
    column,
    excerpt,
    ...(cell ? { cell: { ...cell, number: cell.index + 1, heading: cell.heading ?? null } } : {}),
  };
}
