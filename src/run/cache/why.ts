import { runSettings, type RunOptionValues } from "../options/run-options.ts";
import { planRun } from "../plan/plan-run.ts";
import { readyNotebook } from "../plan/ready-notebook.ts";
import { redactorOf } from "../secrets/redact-secrets.ts";
import { EntryFault } from "./entry-format.ts";
import { inputsOf, type CacheSubject } from "./inputs/collect-inputs.ts";
import { changesBetween, keyOf, type InputPart } from "./inputs/input-parts.ts";
import { CacheStore, type StoredEntry } from "./store.ts";
import { UnreportedInputsError } from "./on-server/unreported-inputs-error.ts";
import { cacheSubject } from "./inputs/cache-subject.ts";

/** The reason why a notebook would run or not. */
export type Why = {
  readonly label: string;
  /**
   * `cached`: its outputs would come from the cache. `changed`: something differs from the newest entry.
   * `new`: there is no entry. `never`: it cannot be cached. `broken`: its entry cannot be used.
   */
  readonly verdict: "cached" | "changed" | "new" | "never" | "broken";
  /** The time of the entry that the notebook is compared with, in ISO 8601; undefined without one. */
  readonly made: string | undefined;
  /** The changes, or the reasons against caching, one phrase each. */
  readonly reasons: readonly string[];
};

/**
 * The effect that `--cache` would have on notebooks, and the changes since their newest entries in the cache.
 *
 * @param values the options of the run.
 * @throws {OptionError | ParameterFileError | ParameterError | NotebookPathError | UnknownKernelError} as the run does.
 */
export async function whyNotebooks(
  paths: readonly string[],
  values: RunOptionValues,
  store: CacheStore = new CacheStore(),
): Promise<readonly Why[]> {
  const settings = runSettings(values);
  const { plans, ...plan } = await planRun(paths, settings, () => {});
  const context = { ...plan, settings, redactor: redactorOf(settings.secret, { ...process.env, ...settings.env }) };
  try {
    return await Promise.all(
      plans.map(async (planned): Promise<Why> => {
        const ready = await readyNotebook(planned, context, () => {});
        const subject = await cacheSubject(ready, planned, context);
        if (plan.transport.isRemote !== true) return await whyOf(subject, store);
        const { onServer } = await import("./on-server/look-on-server.ts");
        try {
          return await onServer(subject, context, (there) => whyOf(there, store));
        } catch (error) {
          if (!(error instanceof UnreportedInputsError)) throw error;
          return { label: subject.label, verdict: "never", made: undefined, reasons: [error.message] };
        }
      }),
    );
  } finally {
    await plan.transport.close?.();
  }
}

async function whyOf(subject: CacheSubject, store: CacheStore): Promise<Why> {
  const { label, source } = subject;
  const { parts, refusal } = await inputsOf(subject);
  if (refusal !== undefined) return { label, verdict: "never", made: undefined, reasons: [refusal] };
  const found = await store.read(source, keyOf(parts));
  if (found instanceof EntryFault) return { label, verdict: "broken", made: undefined, reasons: [found.got] };
  if (found !== undefined) return { label, verdict: "cached", made: found.entry.head.made, reasons: [] };
  const newest = nearest(await store.list(source), parts);
  if (newest === undefined) return { label, verdict: "new", made: undefined, reasons: [] };
  return { label, verdict: "changed", made: newest.made, reasons: changesBetween(newest.parts, parts) };
}

// With a matrix, the newest entry with the same parameters; otherwise the newest.
function nearest(entries: readonly StoredEntry[], parts: readonly InputPart[]): StoredEntry["head"] {
  const heads = entries.flatMap(({ head }) => (head === undefined || head.state !== undefined ? [] : [head]));
  const wanted = parametersOf(parts);
  return heads.find((head) => parametersOf(head.parts) === wanted) ?? heads[0];
}

function parametersOf(parts: readonly InputPart[]): string {
  return keyOf(parts.filter(({ kind }) => kind === "parameter"));
}
