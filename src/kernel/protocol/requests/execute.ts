import type { Message } from "../../../jupyter/message.ts";
import type { JsonObject } from "../../../jupyter/json.ts";
import { isJsonObject } from "../../../jupyter/json.ts";
import { executeChecked, executeRestored, executeUnchecked } from "../checking/execute-checked.ts";
import type { KernelContext, Request } from "../context.ts";
import { BadRequestError, flagField, objectField, textField } from "./request-fields.ts";
import type { CellId } from "../../link/messages.ts";
import type { ExecuteMessage, WorkOutcome } from "../supervision/work-queue.ts";

type Options = {
  readonly code: string;
  readonly silent: boolean;
  readonly storeHistory: boolean;
  readonly userExpressions: { readonly [name: string]: string };
  readonly allowStdin: boolean;
  readonly state: Pick<ExecuteMessage, "restore" | "snapshot">;
};

/** Runs a cell: publishes its outputs, then replies with its outcome. */
export async function execute(request: Request, context: KernelContext): Promise<JsonObject> {
  const options = optionsOf(request.message);
  const { counter, origins, iopub, history, notebook, outputs, typeChecker } = context;
  const { count, check } = tsnbIn(request.message.metadata);
  if (count === true) iopub.count(request.message);
  if (check === true) typeChecker.begin();
  if (options.storeHistory) counter.value += 1;
  const executionCount = counter.value;
  if (!options.silent) {
    iopub.publish(request.message, "execute_input", { code: options.code, execution_count: executionCount });
  }
  const { silent, allowStdin } = options;
  const cell = origins.open({ ...request, executionCount, silent, allowStdin });
  const startedAt = Date.now();
  const outcome = await runIn(cell, executionCount, options, request, context);
  const run = { cell, executionCount, startedAt, outcome };
  if (options.storeHistory) notebook.ran(request.message.metadata, options.code, run);
  if (options.storeHistory) history.add(executionCount, options.code, outputs.takeResult(cell));
  if (outcome.status === "error" && !silent) {
    const { ename, evalue, traceback } = outcome;
    iopub.publish(request.message, "error", { ename, evalue, traceback });
  }
  // Outputs should reach clients before the reply, but some clients read them only after it.
  await iopub.flushed();
  const reply = replyOf(outcome, executionCount, outputs.takePages(cell));
  const published = iopub.counted(request.message);
  return published === undefined ? reply : { ...reply, tsnb: { ...tsnbIn(reply), published } };
}

function tsnbIn({ tsnb }: JsonObject): JsonObject {
  return isJsonObject(tsnb) ? tsnb : {};
}

function runIn(
  cell: CellId,
  executionCount: number,
  { storeHistory, state, ...options }: Options,
  { message }: Request,
  context: KernelContext,
): Promise<WorkOutcome> {
  const label = storeHistory ? `Cell [${executionCount}]` : "Cell [ ]";
  const { cellId, deletedCells } = message.metadata;
  const origin = typeof cellId === "string" ? { origin: cellId } : {};
  const deleted = Array.isArray(deletedCells) && deletedCells.length > 0 ? { deleted: deletedCells.map(String) } : {};
  const work = { type: "execute", cell, label, ...options, ...state, ...origin, ...deleted } as const;
  const typed = { id: cell, code: options.code, executionCount, ...origin };
  if (state.restore !== undefined) return executeRestored(typed, work, context);
  if (options.silent) return executeUnchecked(typed, work, context);
  return executeChecked(typed, work, message, context);
}

function replyOf(outcome: WorkOutcome, executionCount: number, pages: readonly JsonObject[]): JsonObject {
  if (outcome.status === "ok") {
    return {
      status: "ok",
      execution_count: executionCount,
      payload: pages.map((data) => ({ source: "page", data, start: 0 })),
      user_expressions: outcome.userExpressions ?? {},
      ...(outcome.snapshotProblem === undefined ? {} : { tsnb: { snapshot_problem: outcome.snapshotProblem } }),
    };
  }
  const { status, ename, evalue, traceback } = outcome;
  return { status, execution_count: executionCount, ename, evalue, traceback, payload: [], user_expressions: {} };
}

function optionsOf({ content, metadata }: Message): Options {
  const silent = flagField(content, "silent", false);
  const userExpressions: Record<string, string> = {};
  for (const [name, code] of Object.entries(objectField(content, "user_expressions"))) {
    if (typeof code !== "string") throw new BadRequestError("user_expressions", "an object of strings");
    userExpressions[name] = code;
  }
  return {
    code: textField(content, "code"),
    silent,
    storeHistory: !silent && flagField(content, "store_history", true),
    userExpressions,
    allowStdin: flagField(content, "allow_stdin", true),
    state: stateIn(metadata),
  };
}

/** The files in which `tsnb run` asks to restore or keep values; other clients send no such metadata. */
function stateIn({ tsnb }: JsonObject): Options["state"] {
  if (!isJsonObject(tsnb)) return {};
  const { restore, snapshot } = tsnb;
  if (typeof restore === "string") return { restore };
  if (!isJsonObject(snapshot)) return {};
  const { file, values, made } = snapshot;
  if (typeof file !== "string" || !areNames(values) || !areNames(made)) return {};
  return { snapshot: { file, values, made } };
}

function areNames(names: unknown): names is readonly string[] {
  return Array.isArray(names) && names.every((name) => typeof name === "string");
}

/** True when a failure of this cell aborts the waiting ones, as it does by default. */
export function stopsOnError(content: JsonObject): boolean {
  return !isJsonObject(content) || content["stop_on_error"] !== false;
}
