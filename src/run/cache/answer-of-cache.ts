import type { Planned } from "../plan/plan-notebooks.ts";
import type { ReadyNotebook } from "../plan/ready-notebook.ts";
import type { RunContext } from "../run-context.ts";
import type { CacheAnswer } from "./notebook-cache.ts";
import type { ServerCache } from "./on-server/server-cache.ts";

/**
 * The cache's answer for a notebook that runs on this machine; undefined when the cache is not used. The cache is
 * loaded only when it is.
 */
export async function answerOfCache(
  ready: ReadyNotebook,
  plan: Planned,
  context: RunContext,
): Promise<CacheAnswer | undefined> {
  const { settings, transport } = context;
  if (settings.cache === "off" || transport.isRemote) return undefined;
  const [{ askCache }, { cacheSubject }] = await Promise.all([
    import("./notebook-cache.ts"),
    import("./inputs/cache-subject.ts"),
  ]);
  return askCache(await cacheSubject(ready, plan, context));
}

/** The cache for a notebook that runs on a server; undefined when it is not used. */
export async function cacheOnServer(
  ready: ReadyNotebook,
  plan: Planned,
  context: RunContext,
  onNotice: (text: string) => void,
): Promise<ServerCache | undefined> {
  const { settings, transport } = context;
  if (settings.cache === "off" || !transport.isRemote) return undefined;
  const [{ ServerCache, serversOf }, { cacheSubject }] = await Promise.all([
    import("./on-server/server-cache.ts"),
    import("./inputs/cache-subject.ts"),
  ]);
  return new ServerCache(await cacheSubject(ready, plan, context), serversOf(context), onNotice);
}

/** Says how many cells come from the cache. */
export function keptNotice(count: number): string {
  return count === 1 ? "its first cell comes from the cache" : `its first ${count} cells come from the cache`;
}
