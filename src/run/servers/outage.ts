import { NotJupyterError, type ServerError, ServerRefusalError, ServerUnreachableError } from "./errors.ts";
import { isServerFault, STATUS } from "./http/status.ts";

/** True for the error of a server that may answer again soon: nothing listens there, or a proxy answers in its place. */
export function isOutage(error: ServerError): boolean {
  if (error instanceof ServerRefusalError) {
    return isServerFault(error.status) || error.status === STATUS.failedDependency;
  }
  return error instanceof ServerUnreachableError || error instanceof NotJupyterError;
}
