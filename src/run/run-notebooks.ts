import { setMaxListeners } from "node:events";
import { join, resolve } from "node:path";
import type { CheckResult } from "../check/results.ts";
import { compareRules } from "./outcome/compare-outputs.ts";
import { inTurn, possibleJobs } from "./parallel-tasks.ts";
import { type RunOptionValues, runSettings } from "./options/run-options.ts";
import { planRun } from "./plan/plan-run.ts";
import type { RunEvent } from "./events.ts";
import type { NotebookResult, RunResult } from "./results.ts";
import type { CleanNotebooks, RunContext } from "./run-context.ts";
import { NotebookTask } from "./run-notebook.ts";
import { redactorOf } from "./secrets/redact-secrets.ts";
import { slowestCells } from "./outcome/slowest-cells.ts";
import { checkSources, typesResult } from "./type-check/check-types.ts";
import { within } from "../util/within.ts";

// Kernels wait this long for the check of all notebooks; then they check their own.
const MOST_CHECK_MS = 30_000;

/** The options of a run: those of the command line, which docs/run.md describes, and two for programs. */
export type RunOptions = RunOptionValues & {
  /** Ends the run early when aborted: the outputs so far are saved, and the kernels are ended. */
  readonly signal?: AbortSignal | undefined;
  /** Called for each event of the run. */
  readonly onEvent?: ((event: RunEvent) => void) | undefined;
};

/**
 * Executes notebooks, several at once, each on its own kernel in the notebook's folder, and writes them with
 * their outputs. A notebook that fails stops at the cell at fault, or fails at its end when something that a
 * cell left running threw while later cells ran; the other notebooks still run. Saved charts go to
 * `<out>/charts`, which kernels find in the variable `TSNB_CHARTS`.
 *
 * @param paths notebooks, folders of notebooks, or patterns such as `reports/**`.
 * @returns the result of each notebook; failures of notebooks are reported there, not thrown.
 * @throws {OptionError} when an option does not exist or its value is invalid.
 * @throws {ParameterFileError} when the file of parameters cannot be used.
 * @throws {ParameterError} when a notebook does not accept its parameters; no notebook has run then.
 * @throws {NotebookPathError} when a path leads to no notebook.
 * @throws {SanitizeFileError} when a file of `options.sanitize` cannot be read or understood.
 * @throws {UnknownKernelError} when no kernel has the name in `options.kernel`.
 * @throws {KernelspecError} when its kernel.json cannot be used.
 * @throws {ServerError} when the server in `options.server` does not answer, refuses access or is not a Jupyter server.
 *
 * @example
 * import { runNotebooks } from "tsnb/run";
 * const { ok, notebooks } = await runNotebooks(["notebooks"], { out: "out", timeout: 60 });
 * if (!ok) console.error(notebooks.map(({ label, error }) => `${label}: ${error?.message ?? "passed"}`).join("\n"));
 */
export async function runNotebooks(
  paths: readonly string[],
  { signal, onEvent = () => {}, ...values }: RunOptions = {},
): Promise<RunResult> {
  const began = performance.now();
  const settings = runSettings(values);
  const out = resolve(settings.out);
  const { plans, tokens, ...planned } = await planRun(paths, settings, onEvent);
  const { transport } = planned;

  const sources = new Set(plans.map(({ source }) => source));
  const unneeded = new AbortController();
  const checking = signal === undefined ? unneeded.signal : AbortSignal.any([signal, unneeded.signal]);
  const check = once((): RunCheck => ({ since: Date.now(), result: checkSources([...sources], checking) }));
  // Any other error that ends the run first is reported instead.
  if (settings.types !== "off") check().result.catch(() => {});
  const stop = new AbortController();
  const ending = signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal]);
  // Each running notebook adds a listener.
  setMaxListeners(0, ending);
  // One compiler for all is faster than one for each kernel, unless most notebooks come from the cache.
  const isForAll = sources.size > 1 && transport.isRemote !== true && settings.cache === "off";
  const context: RunContext = {
    settings,
    redactor: redactorOf(settings.secret, { ...process.env, ...settings.env }, tokens),
    rules: await compareRules(settings),
    differences: join(out, "differences"),
    clean: isForAll ? once(() => cleanIn(check())) : undefined,
    ...planned,
    signal: ending,
    onEvent,
  };
  const tasks = plans.map((plan, index) => {
    const task = new NotebookTask(plan, context);
    const run = async (onReady: () => void): Promise<NotebookResult> => {
      onEvent({ type: "notebook-started", label: plan.label, number: index + 1, of: plans.length });
      const result = await task.run(onReady);
      if (settings.failFast && result.status !== "passed") stop.abort();
      onEvent({ type: "notebook-finished", label: plan.label, result });
      return result;
    };
    // Places on a server are reserved for running notebooks, so none is prepared ahead.
    const isAhead = transport.isRemote !== true;
    const prepare = (): void => (context.signal.aborted || !isAhead ? undefined : task.prepare());
    return { prepare, run, drop: () => task.drop() };
  });
  const results = await inTurn(tasks, transport.places ?? (settings.jobs || possibleJobs()));
  if (context.signal.aborted) await Promise.all(tasks.map((task) => task.drop()));
  await transport.close?.();
  if (settings.types === "off") unneeded.abort();
  const types = settings.types === "off" ? undefined : typesResult(await check().result, settings.types);
  const isPassed = results.every(({ status }) => status === "passed") && types?.isFailure !== true;
  const seconds = (performance.now() - began) / 1000;
  onEvent({ type: "run-finished", ok: isPassed, seconds, counts: countsOf(results), slowest: slowestCells(results) });
  return { notebooks: results, types, seconds, ok: isPassed };
}

/** The check of all notebooks, and when it began, in milliseconds. */
type RunCheck = { readonly since: number; readonly result: Promise<CheckResult | undefined> };

function once<Result extends object>(work: () => Result): () => Result {
  let result: Result | undefined;
  return () => (result ??= work());
}

async function cleanIn({ since, result }: RunCheck): Promise<CleanNotebooks> {
  const { cleanNotebooks } = await import("./type-check/clean-notebooks.ts");
  // Without a compiler, or with one that is stuck, kernels say so themselves.
  const sources = await within(MOST_CHECK_MS, result.then(cleanNotebooks)).catch(() => undefined);
  return { sources: sources ?? new Set(), since };
}

function countsOf(results: readonly NotebookResult[]): Record<NotebookResult["status"], number> {
  const counts = { passed: 0, failed: 0, different: 0, cancelled: 0 };
  for (const { status } of results) counts[status] += 1;
  return counts;
}
