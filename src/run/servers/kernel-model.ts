import * as v from "valibot";
import type { Loss } from "../transport/transport.ts";
import { answerText, jsonOf } from "./answer-text.ts";
import type { RequestParts, Server } from "./server.ts";

const Schema = v.object({
  id: v.string(),
  name: v.optional(v.string(), ""),
  execution_state: v.optional(v.string(), "unknown"),
  /** When the server last heard something of the kernel on iopub. */
  last_activity: v.optional(v.string()),
  reason: v.optional(v.nullable(v.string())),
});

/** A kernel as its server sees it. */
export type KernelModel = v.InferOutput<typeof Schema>;

/** The kernel that an answer describes; undefined when it describes none. */
export function kernelModelIn(value: unknown): KernelModel | undefined {
  const parsed = v.safeParse(Schema, value);
  return parsed.success ? parsed.output : undefined;
}

/** Asks the server about a kernel; a loss when it is gone for good, undefined when the server cannot tell now. */
export async function lookAtKernel(
  server: Server,
  id: string,
  parts: Pick<RequestParts, "isRoutine"> = {},
): Promise<KernelModel | Loss | undefined> {
  const answer = await server.ask(`api/kernels/${id}`, parts).catch(() => undefined);
  if (answer === undefined) return undefined;
  const { status, body } = answer;
  if (status === 200) {
    const model = kernelModelIn(jsonOf(body.toString("utf8")));
    if (model?.execution_state !== "dead") return model;
    return { kind: "kernel", reason: model.reason || "the server says that it is dead" };
  }
  if (status === 404) {
    const reason = `the server ${server.url} does not have it any more; it was deleted or culled there, or the server was started anew`;
    return { kind: "kernel", reason };
  }
  if (status === 401 || status === 403 || status === 302) {
    const text = answerText(answer);
    const because = text === "" || status === 302 ? "" : ` (${text})`;
    const reason = `the server ${server.url} answered ${status}${because}; the token may have expired`;
    return { kind: "server", reason };
  }
  return undefined;
}

/** True for a loss. */
export function isLoss(found: KernelModel | Loss | undefined): found is Loss {
  return found !== undefined && "kind" in found;
}
