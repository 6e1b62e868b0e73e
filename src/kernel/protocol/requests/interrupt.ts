import type { JsonObject } from "../../../jupyter/json.ts";
import { messageOf } from "../../../util/error.ts";
import type { Context, Request } from "../context.ts";
import { log } from "../log.ts";

/** Stops the running cell; the cell's own reply says when it has stopped. */
export function interrupt(_request: Request, context: Context): JsonObject {
  interruptKernel(context);
  return { status: "ok" };
}

/** Stops the running cell, whether it is being checked or is running. */
export function interruptKernel({ workQueue, stage }: Context): void {
  stage.controller?.abort();
  workQueue.interrupt().catch((error: unknown) => log(`the interrupt failed: ${messageOf(error)}`));
}
