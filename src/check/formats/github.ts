import { labelOf } from "../../notebook/find.ts";
import { workflowCommand } from "../../util/programs/workflow-command.ts";
import type { CheckResult, Finding } from "../results.ts";
import { slashed } from "../../util/files/slashed.ts";

/** The findings of a check as workflow commands, which GitHub shows beside the lines of a pull request. */
export function githubFormat({ notebooks, files }: CheckResult): string {
  const unusable = notebooks.flatMap(({ label, error }) =>
    error ? [workflowCommand("error", { file: slashed(label) }, error.message)] : [],
  );
  const findings = [...files, ...notebooks.flatMap((notebook) => notebook.findings)].map(annotationOf);
  return [...unusable, ...findings].map((line) => `${line}\n`).join("");
}

function annotationOf({ severity, file, line, column, rule, message, cell }: Finding): string {
  const heading = cell?.heading === undefined ? "" : ` under "${cell.heading}"`;
  const title = cell ? `${rule} in cell ${cell.index + 1}${heading}, line ${cell.line}` : rule;
  return workflowCommand(severity, { file: slashed(labelOf(file)), line, col: column, title }, message);
}
