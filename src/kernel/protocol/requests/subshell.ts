import type { JsonObject } from "../../../jupyter/json.ts";
import { TsnbError } from "../../../util/error.ts";
import type { KernelContext, Request } from "../context.ts";
import { textField } from "./request-fields.ts";

/** A request names a subshell that does not exist. */
export class UnknownSubshellError extends TsnbError {
  override readonly name = "UnknownSubshellError";

  constructor(id: string) {
    const fix = "Create one with create_subshell_request, or leave subshell_id out";
    super({ doing: "Reading a request", got: `there is no subshell ${id}`, fix });
  }
}

export function createSubshell(_request: Request, { subshells }: KernelContext): JsonObject {
  return { status: "ok", subshell_id: subshells.create() };
}

export function deleteSubshell({ message }: Request, { subshells }: KernelContext): JsonObject {
  const id = textField(message.content, "subshell_id");
  if (!subshells.delete(id)) throw new UnknownSubshellError(id);
  return { status: "ok" };
}

export function listSubshells(_request: Request, { subshells }: KernelContext): JsonObject {
  return { status: "ok", subshell_id: subshells.list() };
}
