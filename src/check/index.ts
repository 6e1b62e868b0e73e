import type { CheckOptions } from "./options.ts";
import type { CheckResult } from "./results.ts";

export type { CheckOptions } from "./options.ts";
export { CheckCancelledError, NothingToCheckError, OtherLanguageError } from "./errors.ts";
export type { CheckResult, Finding, FindingCell, NotebookCheck } from "./results.ts";

/**
 * Checks notebooks without running them: types and syntax of their cells in order, as tsnb's kernel sees them, under
 * the settings of the project, together with the files that they import; names that are used before they are
 * declared, declared again with another type, or never used; cells that no run reaches.
 *
 * @param paths notebooks, folders of notebooks, or glob patterns.
 * @returns the findings in each; a notebook that cannot be read is part of the result and does not throw.
 * @throws {NotebookPathError} when a path leads to no notebook.
 * @throws {NoCompilerError} when TypeScript cannot start on this platform.
 * @throws {CompilerEndedError} when the compiler ends before it has answered.
 * @throws {NothingToCheckError} when all notebooks found are in other languages.
 * @throws {CheckCancelledError} when `options.signal` is aborted.
 *
 * @example
 * import { checkNotebooks } from "tsnb/run";
 * const { ok, notebooks } = await checkNotebooks(["notebooks"]);
 * for (const { label, findings } of notebooks)
 *   for (const { rule, message, cell } of findings) console.error(`${label}, cell ${(cell?.index ?? 0) + 1}: ${rule} ${message}`);
 */
export async function checkNotebooks(paths: readonly string[], options: CheckOptions = {}): Promise<CheckResult> {
  // Programs that only run notebooks need not load a parser and a compiler.
  const check = await import("./start-check.ts");
  return check.checkNotebooks(paths, options);
}
