import type { Planned } from "../plan/plan-notebooks.ts";
import type { ReadyNotebook } from "../plan/ready-notebook.ts";
import type { RunContext } from "../run-context.ts";
import type { Answer } from "./notebook-cache.ts";
import { REMOTE_REFUSAL } from "./remote-refusal.ts";

/** The cache's answer for a notebook; undefined when the cache is not used. The cache is loaded only when it is. */
export async function answerOfCache(
  ready: ReadyNotebook,
  plan: Planned,
  context: RunContext,
): Promise<Answer | undefined> {
  const { settings, transport } = context;
  if (settings.cache === "off") return undefined;
  if (transport.isRemote) return { notice: `it is not cached: ${REMOTE_REFUSAL}` };
  const [{ askCache }, { subjectOf }] = await Promise.all([
    import("./notebook-cache.ts"),
    import("./inputs/cache-subject.ts"),
  ]);
  return askCache(await subjectOf(ready, plan, context));
}

/** Says how many cells come from the cache. */
export function keptNotice(count: number): string {
  return count === 1 ? "its first cell comes from the cache" : `its first ${count} cells come from the cache`;
}
