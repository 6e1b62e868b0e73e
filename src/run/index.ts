import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { WriteError, writeAtomic } from "../util/write-atomic.ts";
import { type Executed, galleryOf } from "./gallery.ts";
import { planNotebooks } from "./plan.ts";
import type { NotebookResult, RunEvent, RunResult } from "./results.ts";
import { runNotebook, type Settings } from "./run-notebook.ts";
import { localTransport } from "./transport/local.ts";

export type { CellDifference } from "../notebook/compare.ts";
export type { NotebookResult, RunEvent, RunResult } from "./results.ts";

/** How notebooks are run. */
export type RunOptions = {
  /** The folder for the executed notebooks (`notebooks/`), saved charts (`charts/`) and `index.html`. Default: `out`. */
  readonly out?: string;
  /** The kernel to use instead of the one that each notebook names. */
  readonly kernel?: string;
  /** How long a cell may run, in seconds; 0 for no limit. Default: 600. */
  readonly timeout?: number;
  /** How long a kernel may take to start, in seconds; 0 for no limit. Default: 60. */
  readonly startTimeout?: number;
  /** Whether to compare the outputs with those that the notebooks have. Default: false. */
  readonly check?: boolean;
  /** Ends the run early when it is aborted: the outputs so far are saved, the kernel is ended. */
  readonly signal?: AbortSignal;
  /** Called for what happens during the run. */
  readonly onEvent?: (event: RunEvent) => void;
};

/**
 * Executes notebooks one after another, each on a kernel of its own that works in the notebook's
 * folder, and writes them with their outputs. A notebook that fails stops at the cell at fault, or fails
 * at its end when what a cell had left running threw while later cells ran; the others still run. Saved charts go to `<out>/charts`, which kernels know as `TSNB_CHARTS`.
 *
 * @param paths notebooks, or folders of notebooks.
 * @returns what came of each; failures of notebooks, and of writing `index.html`, are in there, not thrown.
 * @throws {NotebookPathError} when a path leads to no notebook.
 * @throws {UnknownKernelError} when there is no kernel of the name in `options.kernel`.
 *
 * @example
 * import { runNotebooks } from "tsnb/run";
 * const { ok, notebooks } = await runNotebooks(["notebooks"], { out: "out", timeout: 60 });
 * if (!ok) console.error(notebooks.map(({ label, error }) => `${label}: ${error?.message ?? "passed"}`).join("\n"));
 */
export async function runNotebooks(paths: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  const out = resolve(options.out ?? "out");
  const plans = await planNotebooks(paths, out);
  const settings = settingsOf(options, out);
  if (settings.kernel !== undefined) await settings.transport.requireKernel(settings.kernel);

  const results: NotebookResult[] = [];
  const executed: Executed[] = [];
  for (const [index, plan] of plans.entries()) {
    settings.onEvent({ type: "notebook", label: plan.label, number: index + 1, of: plans.length });
    const { result, notebook } = await runNotebook(plan, settings);
    settings.onEvent({ type: "result", result });
    results.push(result);
    if (notebook) executed.push({ name: basename(plan.source), notebook });
  }
  const index = await writeGallery(join(out, "index.html"), executed);
  const ok = !(index instanceof WriteError) && results.every(({ status }) => status === "passed");
  return { notebooks: results, index, ok };
}

function settingsOf(options: RunOptions, out: string): Settings {
  return {
    kernel: options.kernel,
    cellTimeout: options.timeout ?? 600,
    startTimeout: options.startTimeout ?? 60,
    check: options.check ?? false,
    env: { TSNB_CHARTS: join(out, "charts") },
    transport: localTransport(),
    signal: options.signal,
    onEvent: options.onEvent ?? (() => {}),
  };
}

// A page of an earlier run would show charts that are not these.
async function writeGallery(file: string, executed: readonly Executed[]): Promise<RunResult["index"]> {
  const page = galleryOf(executed);
  try {
    if (page !== undefined) await writeAtomic(file, page);
    else if (existsSync(file)) await rm(file);
  } catch (error) {
    return error instanceof WriteError ? error : new WriteError(file, error);
  }
  return page === undefined ? undefined : file;
}
