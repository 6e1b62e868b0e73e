import type { Planned } from "../plan/plan-notebooks.ts";
import type { ReadyNotebook } from "../plan/ready-notebook.ts";
import type { RunContext } from "../run-context.ts";

/** True when the check of the whole run says whether a notebook's kernel need check its cells. */
export async function isCheckedByRun(
  ready: ReadyNotebook,
  { clean, settings }: Pick<RunContext, "clean" | "settings">,
): Promise<boolean> {
  if (clean === undefined) return false;
  // It reads cells, for which a parser is loaded.
  const { runsAsChecked } = await import("./clean-notebooks.ts");
  return runsAsChecked(ready, settings);
}

/** True when the check of the whole run found a notebook clean. Resolves when the check has ended. */
export async function isClean({ source }: Planned, { clean }: Pick<RunContext, "clean">): Promise<boolean> {
  if (clean === undefined) return false;
  const [{ isUnchanged }, { sources, since }] = await Promise.all([import("./clean-notebooks.ts"), clean()]);
  return sources.has(source) && isUnchanged(source, since);
}
