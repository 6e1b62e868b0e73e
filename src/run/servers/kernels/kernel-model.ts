import * as v from "valibot";
import type { Loss } from "../../transport/transport.ts";
import { jsonOf } from "../http/answer-text.ts";
import { ServerUnreachableError } from "../errors.ts";
import type { HttpResponse } from "../http/http-request.ts";
import { stoppedByHub } from "../hub/jupyterhub.ts";
import type { RequestParts, Server } from "../http/server.ts";
import { startOf } from "./server-start-time.ts";
import { STATUS } from "../http/status.ts";

const Schema = v.object({
  id: v.string(),
  name: v.optional(v.string(), ""),
  execution_state: v.optional(v.string(), "unknown"),
  /** The time at which the server last heard from the kernel on iopub. */
  last_activity: v.optional(v.string()),
  reason: v.optional(v.nullable(v.string())),
});

/** A server's description of a kernel. */
export type KernelModel = v.InferOutput<typeof Schema>;

/** A kernel, and the facts that explain its loss. */
export type KernelPlace = {
  readonly server: Server;
  readonly id: string;
  /** The time at which the server was started; undefined where it does not report that. */
  readonly started: string | undefined;
  /** True when the kernel is not a child process of its server. */
  readonly isIndependent: boolean;
  /** True when the kernel may go on although its server has ended. */
  readonly mayOutlive: boolean;
};

/** The result of asking a server about a kernel. */
export type KernelLookup =
  | { readonly kind: "there"; readonly model: KernelModel }
  /** The server does not answer, or something else does; `isDown` when it certainly does not run. */
  | { readonly kind: "away"; readonly isDown: boolean; readonly reason: string }
  | Loss;

/** The kernel that an answer describes; undefined when it describes none. */
export function kernelModelIn(value: unknown): KernelModel | undefined {
  const parsed = v.safeParse(Schema, value);
  return parsed.success ? parsed.output : undefined;
}

/** Asks a server about a kernel. */
export async function lookAtKernel(
  place: KernelPlace,
  parts: Pick<RequestParts, "isRoutine"> = {},
): Promise<KernelLookup> {
  const { server, id } = place;
  let answer: HttpResponse;
  try {
    answer = await server.ask(`api/kernels/${id}`, parts);
  } catch (error) {
    if (!(error instanceof ServerUnreachableError)) throw error;
    return { kind: "away", isDown: error.isRefused && !server.isProxied, reason: error.got };
  }
  const { status, body } = answer;
  const json = jsonOf(body.toString("utf8"));
  if (status === STATUS.ok) {
    const model = kernelModelIn(json);
    if (model === undefined) return { kind: "away", isDown: false, reason: "the answer describes no kernel" };
    if (model.execution_state !== "dead") return { kind: "there", model };
    return { kind: "kernel", reason: model.reason || "the server reports that it is dead" };
  }
  // A proxy without its server answers 404, too, but not in JSON.
  if (status === STATUS.notFound && json !== undefined) return gone(place);
  if (await stoppedByHub(server, answer)) {
    const reason = `the hub reports that the user's server ${server.url} is not running; it was stopped or culled`;
    return { kind: "server", reason, mayRun: place.mayOutlive };
  }
  if (status === STATUS.unauthorized || status === STATUS.forbidden || status === STATUS.found) {
    const text = server.said(answer);
    const because = text === "" || status === STATUS.found ? "" : ` (${text})`;
    const reason = `the server ${server.url} answered ${status}${because}; the token may have expired`;
    return { kind: "server", reason, mayRun: true };
  }
  return { kind: "away", isDown: false, reason: `the server answered ${status}` };
}

/** The loss of a kernel that its server no longer has. */
async function gone({ server, started, mayOutlive }: KernelPlace): Promise<Loss> {
  const now = started === undefined ? undefined : await startOf(server);
  if (now !== undefined && now !== started) {
    const reason = `the server ${server.url} was restarted and no longer has the kernel`;
    return { kind: "server", reason, mayRun: mayOutlive };
  }
  return {
    kind: "kernel",
    reason: `the server ${server.url} no longer has it; it was deleted or culled there`,
    fix: "Run the notebook again; if the server ends idle kernels, let it keep them for longer",
  };
}
