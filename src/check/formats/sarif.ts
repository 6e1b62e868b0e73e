import { join, isAbsolute } from "node:path";
import { pathToFileURL } from "node:url";
import { labelOf } from "../../notebook/find.ts";
import { packageRoot } from "../../util/package-root.ts";
import { packageVersion } from "../../util/package-version.ts";
import type { CheckResult, Finding } from "../results.ts";
import { slashed } from "../../util/files/slashed.ts";

/**
 * The findings of a check as SARIF 2.1.0, which code scanning reads. Lines and columns are those of the notebook's file;
 * the cell is a logical location.
 *
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function sarifFormat({ notebooks, files }: CheckResult): string {
  const findings = [...files, ...notebooks.flatMap((notebook) => notebook.findings)];
  const rules = [...new Set(findings.map(({ rule }) => rule))];
  const unusable = notebooks.filter(({ error }) => error !== undefined);
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "tsnb check",
            semanticVersion: packageVersion(join(packageRoot(), "package.json")),
            rules: rules.map((id) => ({ id })),
          },
        },
        columnKind: "utf16CodeUnits",
        results: findings.map((finding) => resultOf(finding, rules.indexOf(finding.rule))),
        invocations: [
          {
            executionSuccessful: unusable.length === 0,
            toolExecutionNotifications: unusable.map(({ source, error }) => ({
              level: "error",
              message: { text: error?.message ?? "" },
              locations: [{ physicalLocation: { artifactLocation: { uri: uriOf(source) } } }],
            })),
          },
        ],
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function resultOf({ rule, severity, message, file, line, column, excerpt, cell }: Finding, ruleIndex: number) {
  const region = { startLine: line, startColumn: column, snippet: { text: excerpt } };
  const name = cell && `cell ${cell.index + 1}`;
  const heading = cell?.heading === undefined ? "" : ` under "${cell.heading}"`;
  const logicalLocations = cell ? [{ name, fullyQualifiedName: `${name}${heading}, line ${cell.line}` }] : undefined;
  return {
    ruleId: rule,
    ruleIndex,
    level: severity,
    message: { text: message },
    locations: [
      {
        physicalLocation: { artifactLocation: { uri: uriOf(file) }, region },
        ...(logicalLocations ? { logicalLocations } : {}),
      },
    ],
  };
}

/** A path from the current folder as a relative reference, another one as a URI. */
function uriOf(file: string): string {
  const label = labelOf(file);
  return isAbsolute(label) ? pathToFileURL(label).href : slashed(label).split("/").map(encodeURIComponent).join("/");
}
