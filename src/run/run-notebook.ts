import { dirname } from "node:path";
import { isJsonObject } from "../jupyter/json.ts";
import type { CompareRules } from "../notebook/compare/rules.ts";
import { readNotebook } from "../notebook/read.ts";
import type { Notebook } from "../notebook/types.ts";
import { writeNotebook } from "../notebook/write.ts";
import { TsnbError } from "../util/error.ts";
import { comparing, isDifferent } from "./comparing.ts";
import { CancelledError, NoKernelError } from "./errors.ts";
import { executeNotebook } from "./execute-notebook.ts";
import type { RunSettings } from "./options.ts";
import type { Planned } from "./plan.ts";
import type { NotebookResult, RunEvent } from "./results.ts";
import type { Transport } from "./transport/transport.ts";

/** How notebooks are run: the options, and what is the same for all notebooks. */
export type RunContext = {
  readonly settings: RunSettings;
  /** How outputs are compared where a notebook says nothing else; undefined when they are not compared. */
  readonly rules: CompareRules | undefined;
  /** The folder for pictures of what differs. */
  readonly differences: string;
  /** Variables for every kernel. */
  readonly env: Readonly<Record<string, string>>;
  readonly transport: Transport;
  readonly signal: AbortSignal | undefined;
  readonly onEvent: (event: RunEvent) => void;
};

/** Reads, executes and writes one notebook. What is wrong with the notebook is in the result. */
export async function runNotebook(plan: Planned, context: RunContext): Promise<NotebookResult> {
  const { settings, transport, signal, onEvent } = context;
  const { label } = plan;
  const began = performance.now();
  const seconds = () => (performance.now() - began) / 1000;
  const notices: string[] = [];
  const notice = (text: string) => {
    notices.push(text);
    onEvent({ type: "notice", label, text });
  };
  const base = {
    ...plan,
    cells: [],
    startSeconds: 0,
    cellSeconds: 0,
    comparison: undefined,
    notices,
    notebook: undefined,
  };
  try {
    if (signal?.aborted) throw new CancelledError(label);
    const before = await readNotebook(label, {
      strict: settings.strict,
      onRepair: (repair) => notice(`repaired: ${repair}`),
    });
    const name = settings.kernel ?? kernelOf(before, label);
    await transport.requireKernel(name);
    const compare = context.rules && (await comparing(before, context.rules, plan, context));
    const { failure, ...outcome } = await executeNotebook({
      file: label,
      notebook: before,
      kernel: { name, path: dirname(plan.source), env: context.env },
      transport,
      timeout: settings.timeout,
      startupTimeout: settings.startupTimeout,
      signal,
      onCellStarted: (cell) => onEvent({ type: "cell-started", label, cell, of: before.cells.length }),
      onCellFinished: (cell) => onEvent({ type: "cell-finished", label, cell }),
      save: (executed) => writeNotebook(plan.target, executed),
    });
    if (failure !== undefined) return { ...base, ...outcome, ...endingOf(failure), seconds: seconds() };
    const comparison = await compare?.(outcome);
    const status = isDifferent(comparison) && !settings.update ? "different" : "passed";
    return { ...base, ...outcome, status, error: undefined, comparison, seconds: seconds() };
  } catch (thrown) {
    return { ...base, ...endingOf(thrown), seconds: seconds() };
  }
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
