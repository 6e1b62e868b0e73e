import type { JsonObject } from "../../../jupyter/json.ts";
import type { KernelContext, Request } from "../context.ts";
import { flagField } from "./request-fields.ts";

/** Ends the kernel; with `restart`, the client then starts another. */
export function shutdown({ message }: Request, { iopub, shutdown: end }: KernelContext): JsonObject {
  const restart = flagField(message.content, "restart", false);
  const content = { status: "ok", restart };
  iopub.publish(message, "shutdown_reply", content);
  end(restart);
  return content;
}
