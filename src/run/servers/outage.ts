import { NotJupyterError, type ServerError, ServerRefusalError, ServerUnreachableError } from "./errors.ts";

const SERVER_FAULT = 500;
/** A JupyterHub's answer while a user's server does not run. */
export const HUB_SERVER_DOWN = 424;

/** True for the error of a server that may answer again soon: nothing listens there, or a proxy answers in its place. */
export function isOutage(error: ServerError): boolean {
  if (error instanceof ServerRefusalError) return error.status >= SERVER_FAULT || error.status === HUB_SERVER_DOWN;
  return error instanceof ServerUnreachableError || error instanceof NotJupyterError;
}
