import { CancelledError } from "./notebook-errors.ts";
import type { Planned } from "./plan/plan-notebooks.ts";
import type { ReadyNotebook } from "./plan/ready-notebook.ts";
import type { RunContext } from "./run-context.ts";

/**
 * True when the check of the whole run found a notebook clean, so that its kernel need not check its cells again.
 *
 * @throws {CancelledError} when the run was cancelled before the check ended.
 */
export async function isChecked(
  ready: ReadyNotebook,
  { label, source }: Planned,
  { clean, settings, signal }: Pick<RunContext, "clean" | "settings" | "signal">,
): Promise<boolean> {
  if (clean === undefined) return false;
  // It reads cells, for which a parser is loaded.
  const { isUnchanged, runsAsChecked } = await import("./clean-notebooks.ts");
  if (!runsAsChecked(ready, settings)) return false;
  const { sources, since } = await clean();
  if (signal.aborted) throw new CancelledError(label);
  return sources.has(source) && isUnchanged(source, since);
}
