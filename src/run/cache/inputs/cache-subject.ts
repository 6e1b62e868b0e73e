import type { Planned } from "../../plan/plan-notebooks.ts";
import type { ReadyNotebook } from "../../plan/ready-notebook.ts";
import type { RunContext } from "../../run-context.ts";
import { HERE, type CacheSubject } from "./collect-inputs.ts";

/** The facts about a notebook that the cache needs; the kernel runs on this machine unless they are changed. */
export async function cacheSubject(
  { notebook, cells, kernel, env, parameters }: ReadyNotebook,
  { source, label }: Pick<Planned, "source" | "label">,
  { settings, redactor, transport }: Pick<RunContext, "settings" | "redactor" | "transport">,
): Promise<CacheSubject> {
  return {
    notebook,
    cells,
    env,
    parameters,
    source,
    label,
    settings,
    redactor,
    kernel: await transport.kernelspec(kernel),
    place: HERE,
  };
}
