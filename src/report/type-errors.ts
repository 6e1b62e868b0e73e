import { labelOf } from "../notebook/find.ts";
import type { RunResult } from "../run/results.ts";

/** The type errors of a run's notebooks and the files that they import, a line each; none if types were not checked. */
export function typeErrorLines({ types }: Pick<RunResult, "types">): readonly string[] {
  if (types === undefined) return [];
  const { notebooks, files } = types.check;
  const findings = [...notebooks.flatMap((notebook) => notebook.findings), ...files];
  return findings.map(({ file, line, cell, rule, message }) => {
    const place = cell === undefined ? `line ${line}` : `cell ${cell.index + 1}, line ${cell.line}`;
    return `${labelOf(file)}, ${place}: ${rule}: ${message}`;
  });
}
