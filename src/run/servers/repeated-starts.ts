import { type ServerError, ServerRefusalError } from "./errors.ts";
import { STATUS } from "./http/status.ts";
import { isOutage } from "./outage.ts";
import type { PooledServer } from "./pooled-server.ts";

// The number of times that a server which answers may fail to start a kernel for a notebook.
const MOST_FAILURES = 3;
// The answers of a proxy that has not passed a request on.
const NOT_PASSED_ON: ReadonlySet<number> = new Set([
  STATUS.failedDependency,
  STATUS.badGateway,
  STATUS.serviceUnavailable,
]);

/** The failed starts of a notebook that waits for its kernel. */
export type Attempt = {
  /** The servers that refused to start the kernel, with their reasons. */
  readonly refusals: Map<PooledServer, ServerError>;
  /** The number of starts that failed on servers which still answered. */
  readonly failures: Map<PooledServer, number>;
};

/** True when a server should not be asked for this kernel again; false when it is waited for, or asked again. */
export function isRefusal(member: PooledServer, error: ServerError, { failures }: Attempt): boolean {
  if (!isOutage(error)) return true;
  if (member.problem !== undefined) return false;
  const count = (failures.get(member) ?? 0) + 1;
  failures.set(member, count);
  return !mayBeRepeated(error) || count >= MOST_FAILURES;
}

function mayBeRepeated(error: ServerError): boolean {
  return error instanceof ServerRefusalError ? NOT_PASSED_ON.has(error.status) : isOutage(error);
}
