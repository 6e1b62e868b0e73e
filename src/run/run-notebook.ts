import { dirname } from "node:path";
import { isJsonObject } from "../jupyter/json.ts";
import { compareOutputs } from "../notebook/compare.ts";
import { readNotebook } from "../notebook/read.ts";
import type { Notebook } from "../notebook/types.ts";
import { writeNotebook } from "../notebook/write.ts";
import { TsnbError } from "../util/error.ts";
import { CancelledError, NoKernelError } from "./errors.ts";
import { executeNotebook } from "./execute-notebook.ts";
import type { Planned } from "./plan.ts";
import type { NotebookResult, RunEvent } from "./results.ts";
import type { Transport } from "./transport/transport.ts";

/** How notebooks are run; every field is set. Times are in seconds, 0 for no limit. */
export type Settings = {
  readonly kernel: string | undefined;
  readonly cellTimeout: number;
  readonly startTimeout: number;
  readonly check: boolean;
  readonly env: Readonly<Record<string, string>>;
  readonly transport: Transport;
  readonly signal: AbortSignal | undefined;
  readonly onEvent: (event: RunEvent) => void;
};

/** One notebook's result, and the executed notebook where it came to that. */
export type Ran = { readonly result: NotebookResult; readonly notebook: Notebook | undefined };

/** Reads, executes and writes one notebook. What is wrong with the notebook is in the result. */
export async function runNotebook(plan: Planned, settings: Settings): Promise<Ran> {
  const began = performance.now();
  const base = { ...plan, cellsRun: 0, cells: 0, startSeconds: 0, cellSeconds: 0, differences: [] };
  try {
    if (settings.signal?.aborted) throw new CancelledError(plan.label);
    const before = await readNotebook(plan.label);
    const name = settings.kernel ?? kernelOf(before, plan.label);
    await settings.transport.requireKernel(name);
    const { notebook, failure, ...measured } = await executeNotebook({
      file: plan.label,
      notebook: before,
      kernel: { name, path: dirname(plan.source), env: settings.env },
      transport: settings.transport,
      cellTimeout: settings.cellTimeout,
      startTimeout: settings.startTimeout,
      signal: settings.signal,
      onCell: (cell) =>
        settings.onEvent({ type: "cell", label: plan.label, number: cell + 1, of: before.cells.length }),
      save: (executed) => writeNotebook(plan.target, executed),
    });
    const differences = settings.check && failure === undefined ? compareOutputs(before, notebook) : [];
    const ending = failure === undefined ? { status: passed(differences), error: undefined } : endingOf(failure);
    const cells = before.cells.filter((cell) => cell.cell_type === "code" && cell.source.trim() !== "").length;
    const seconds = (performance.now() - began) / 1000;
    return { notebook, result: { ...base, ...measured, ...ending, cells, differences, seconds } };
  } catch (thrown) {
    const seconds = (performance.now() - began) / 1000;
    return { notebook: undefined, result: { ...base, ...endingOf(thrown), seconds } };
  }
}

function passed(differences: readonly unknown[]): "passed" | "different" {
  return differences.length === 0 ? "passed" : "different";
}

function endingOf(thrown: unknown): Pick<NotebookResult, "status" | "error"> {
  if (!(thrown instanceof TsnbError)) throw thrown;
  return { status: thrown instanceof CancelledError ? "cancelled" : "failed", error: thrown };
}

function kernelOf({ metadata }: Notebook, file: string): string {
  const { kernelspec } = metadata;
  const name = isJsonObject(kernelspec) ? kernelspec["name"] : undefined;
  if (typeof name !== "string" || name === "") throw new NoKernelError(file);
  return name;
}
