import type { JsonObject } from "../../../jupyter/json.ts";
import type { KernelContext, Request } from "../context.ts";
import { objectField, textField } from "./request-fields.ts";
import { log } from "../log.ts";
import type { WorkOutcome } from "../supervision/work-queue.ts";

/** Lists the open comms, or those of one target. */
export function commInfo({ message }: Request, { comms, servedComms }: KernelContext): JsonObject {
  const target = message.content["target_name"];
  const all = [...comms.list(), ...servedComms.list()];
  const open = typeof target === "string" && target !== "" ? all.filter(([, name]) => name === target) : all;
  return { status: "ok", comms: Object.fromEntries(open.map(([id, name]) => [id, { target_name: name }])) };
}

/** True for a message of a comm that this process answers: it does not wait for cells. */
export function isServed({ message: { content } }: Request, { servedComms }: KernelContext): boolean {
  const { comm_id: id, target_name: target } = content;
  return (
    (typeof id === "string" && servedComms.has(id)) || (typeof target === "string" && servedComms.hasTarget(target))
  );
}

/** Opens a comm for a target that this process serves, or that a cell registered. */
export async function commOpen(request: Request, context: KernelContext): Promise<undefined> {
  const { content } = request.message;
  const target = textField(content, "target_name");
  if (isServed(request, context)) {
    context.servedComms.open(textField(content, "comm_id"), target, objectField(content, "data"));
    return;
  }
  const part = { type: "comm-open", target, ...payloadOf(request, context) } as const;
  context.comms.open(part.commId, target);
  report(await context.workQueue.run(part), request, context);
}

/** Delivers a client's message to an open comm. */
export async function commMessage(request: Request, context: KernelContext): Promise<undefined> {
  if (isServed(request, context)) {
    const { content } = request.message;
    context.servedComms.receive(textField(content, "comm_id"), objectField(content, "data"));
    return;
  }
  const part = { type: "comm-msg", ...payloadOf(request, context) } as const;
  if (context.comms.has(part.commId)) report(await context.workQueue.run(part), request, context);
  else log(`a message for the unknown comm ${part.commId} arrived`);
}

export async function commClose(request: Request, context: KernelContext): Promise<undefined> {
  if (isServed(request, context)) {
    context.servedComms.close(textField(request.message.content, "comm_id"));
    return;
  }
  const part = { type: "comm-close", ...payloadOf(request, context) } as const;
  if (!context.comms.has(part.commId)) return;
  context.comms.close(part.commId);
  report(await context.workQueue.run(part), request, context);
}

function payloadOf(request: Request, { origins, counter }: KernelContext) {
  const { message } = request;
  const commId = textField(message.content, "comm_id");
  const data = objectField(message.content, "data");
  const cell = origins.open({ ...request, executionCount: counter.value, silent: false, allowStdin: false });
  return { commId, data, metadata: message.metadata, buffers: message.buffers, cell };
}

// Front ends show a handler's prints and errors in their log, or where the widget chooses.
function report(outcome: WorkOutcome, { message }: Request, { iopub }: KernelContext): void {
  if (outcome.status !== "error") return;
  const { ename, evalue, traceback } = outcome;
  iopub.publish(message, "error", { ename, evalue, traceback });
}
