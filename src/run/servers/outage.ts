import { NotJupyterError, type ServerError, ServerRefusalError, ServerUnreachableError } from "./errors.ts";

const SERVER_FAULT = 500;
// A JupyterHub's answer while a user's server does not run.
const HUB_SERVER_DOWN = 424;
// The answers of a proxy that has not passed a request on.
const NOT_PASSED_ON: ReadonlySet<number> = new Set([HUB_SERVER_DOWN, 502, 503]);

/** True for the error of a server that may answer again soon: nothing listens there, or a proxy answers in its place. */
export function isOutage(error: ServerError): boolean {
  if (error instanceof ServerRefusalError) return error.status >= SERVER_FAULT || error.status === HUB_SERVER_DOWN;
  return error instanceof ServerUnreachableError || error instanceof NotJupyterError;
}

/** True when a start that failed with this error may be tried again on the same server. */
export function mayBeRepeated(error: ServerError): boolean {
  return error instanceof ServerRefusalError ? NOT_PASSED_ON.has(error.status) : isOutage(error);
}
