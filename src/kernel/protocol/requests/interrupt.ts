import type { JsonObject } from "../../../jupyter/json.ts";
import { messageOf } from "../../../util/error.ts";
import type { KernelContext, Request } from "../context.ts";
import { log } from "../log.ts";

/** Stops the running cell; its own reply says when it has stopped. */
export function interrupt(_request: Request, context: KernelContext): JsonObject {
  interruptKernel(context);
  return { status: "ok" };
}

/** Stops the cell that runs or is being checked. */
export function interruptKernel({ workQueue, stage }: KernelContext): void {
  stage.controller?.abort();
  workQueue.interrupt().catch((error: unknown) => log(`the interrupt failed: ${messageOf(error)}`));
}
