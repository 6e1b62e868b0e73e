import { labelOf } from "../../notebook/find.ts";
import { slashed } from "./slashed.ts";
import type { CheckResult, Finding } from "../results.ts";

/**
 * What a check found as workflow commands, which GitHub shows beside the lines of a pull request.
 *
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export function githubFormat({ notebooks, files }: CheckResult): string {
  const unusable = notebooks.flatMap(({ label, error }) =>
    error ? [`::error file=${property(slashed(label))}::${data(error.message)}`] : [],
  );
  const findings = [...files, ...notebooks.flatMap((notebook) => notebook.findings)].map(annotationOf);
  return [...unusable, ...findings].map((line) => `${line}\n`).join("");
}

function annotationOf({ severity, file, line, column, rule, message, cell }: Finding): string {
  const heading = cell?.heading === undefined ? "" : ` under "${cell.heading}"`;
  const title = cell ? `${rule} in cell ${cell.index + 1}${heading}, line ${cell.line}` : rule;
  const place = `file=${property(slashed(labelOf(file)))},line=${line},col=${column},title=${property(title)}`;
  return `::${severity} ${place}::${data(message)}`;
}

function data(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
