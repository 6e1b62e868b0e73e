import * as v from "valibot";
import { type ServerError, ServerRefusalError, ServerUnreachableError } from "../errors.ts";
import type { Server } from "../http/server.ts";
import { STATUS } from "../http/status.ts";

/** A request to start a kernel. */
export type KernelRequest = {
  readonly server: Server;
  /** The kernel's name. */
  readonly name: string;
  /** Called with a notice for the user. */
  readonly onNotice: (text: string) => void;
};

const Kernels = v.array(v.object({ id: v.string(), name: v.string(), connections: v.optional(v.number()) }));

/** True when a server may have started a kernel although the request for it failed with this error. */
export function mayHaveStarted(error: ServerError): boolean {
  if (error instanceof ServerUnreachableError) return error.mayHaveArrived;
  return error instanceof ServerRefusalError && error.status === STATUS.gatewayTimeout;
}

/**
 * A notice about a request that was not answered, whose kernel may be left on its server. It names the kernels that it
 * may be: those with its name that nobody is connected to.
 *
 * @param others the ids of kernels that have a notice of their own.
 * @param silence the longest time to wait for the server, in milliseconds.
 */
export async function unansweredNotice(
  { server, name }: KernelRequest,
  others: ReadonlySet<string>,
  silence: number,
): Promise<string> {
  const listed = await server.json("Listing the running kernels", "api/kernels", { silence }).catch(() => undefined);
  const kernels = v.safeParse(Kernels, listed);
  const unused = kernels.success
    ? kernels.output.filter((kernel) => kernel.name === name && kernel.connections === 0 && !others.has(kernel.id))
    : [];
  const which = unused.length === 0 ? "" : `; nobody is connected to ${unused.map(({ id }) => id).join(", ")}`;
  return `a kernel "${name}" may be left on ${server.url}: the answer to the request for it did not come${which}`;
}
