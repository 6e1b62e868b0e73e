import type { JsonObject } from "../../../jupyter/json.ts";
import type { Context, Request } from "../context.ts";
import { objectField, textField } from "./fields.ts";
import { log } from "../log.ts";
import type { Outcome } from "../supervision/work-queue.ts";

/** Lists the open comms, or those of one target. */
export function commInfo({ message }: Request, { comms }: Context): JsonObject {
  const target = message.content["target_name"];
  const open = comms.list(typeof target === "string" && target !== "" ? target : undefined);
  return { status: "ok", comms: Object.fromEntries(open.map(([id, name]) => [id, { target_name: name }])) };
}

/** Opens a comm for a target that a cell registered. */
export async function commOpen(request: Request, context: Context): Promise<undefined> {
  const { content } = request.message;
  const target = textField(content, "target_name");
  const part = { type: "comm-open", target, ...payloadOf(request, context) } as const;
  context.comms.open(part.commId, target);
  report(await context.workQueue.run(part));
}

/** Delivers a client's message to an open comm. */
export async function commMessage(request: Request, context: Context): Promise<undefined> {
  const part = { type: "comm-msg", ...payloadOf(request, context) } as const;
  if (context.comms.has(part.commId)) report(await context.workQueue.run(part));
  else log(`a message for the unknown comm ${part.commId} arrived`);
}

/** Closes a comm. */
export async function commClose(request: Request, context: Context): Promise<undefined> {
  const part = { type: "comm-close", ...payloadOf(request, context) } as const;
  if (!context.comms.has(part.commId)) return;
  context.comms.close(part.commId);
  report(await context.workQueue.run(part));
}

function payloadOf(request: Request, { origins, counter }: Context) {
  const { message } = request;
  const commId = textField(message.content, "comm_id");
  const data = objectField(message.content, "data");
  const cell = origins.open({ ...request, executionCount: counter.value, silent: false, allowStdin: false });
  return { commId, data, metadata: message.metadata, buffers: message.buffers, cell };
}

function report(outcome: Outcome): void {
  if (outcome.status === "error") log(`a comm's handler failed: ${outcome.ename}: ${outcome.evalue}`);
}
