import type { Planned } from "./plan/plan-notebooks.ts";
import type { ReadyNotebook } from "./plan/ready-notebook.ts";
import type { RunContext } from "./run-context.ts";

/** True when the check of the whole run found a notebook clean, so that its kernel need not check its cells again. */
export async function isChecked(
  ready: ReadyNotebook,
  { source }: Planned,
  { clean, settings }: Pick<RunContext, "clean" | "settings">,
): Promise<boolean> {
  if (clean === undefined) return false;
  // It reads cells, for which a parser is loaded.
  const { runsAsChecked } = await import("./clean-notebooks.ts");
  return runsAsChecked(ready, settings) && (await clean()).has(source);
}
