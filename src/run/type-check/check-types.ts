import { CheckCancelledError } from "../../check/errors.ts";
import type { CheckResult, Finding } from "../../check/results.ts";
import type { TypesMode } from "../options/types-mode.ts";

/** The type errors of notebooks that were run. */
export type TypesResult = {
  /** The errors of `tsnb check`. */
  readonly check: CheckResult;
  /** True when these errors fail the run. */
  readonly isFailure: boolean;
};

/**
 * Checks the types of notebooks with one compiler. Those in other languages, and those that cannot be read, are left
 * to the run.
 *
 * @returns undefined when the run is cancelled before the check ends.
 */
export async function checkSources(
  sources: readonly string[],
  signal: AbortSignal | undefined,
): Promise<CheckResult | undefined> {
  // Most runs do not need a compiler.
  const { checkFound } = await import("../../check/start-check.ts");
  const found = [...new Set(sources)].map((source) => ({ source, real: source, isNamed: false }));
  return checkFound(found, signal === undefined ? {} : { signal }).catch((error: unknown) => {
    if (error instanceof CheckCancelledError) return undefined;
    throw error;
  });
}

/** The type errors of a run; undefined when `mode` is `off` or the check was cancelled. */
export function typesResult(checked: CheckResult | undefined, mode: TypesMode): TypesResult | undefined {
  if (checked === undefined || mode === "off") return undefined;
  const check = withoutWarnings(checked);
  return { check, isFailure: mode === "fail" && check.errors > 0 };
}

function withoutWarnings(check: CheckResult): CheckResult {
  const readable = check.notebooks.filter(({ status }) => status === "passed" || status === "failed");
  const notebooks = readable.map((notebook) => ({ ...notebook, findings: notebook.findings.filter(isError) }));
  return { ...check, notebooks, files: check.files.filter(isError), warnings: 0 };
}

function isError({ severity }: Finding): boolean {
  return severity === "error";
}
