/** The HTTP statuses that decide what a run does, by their standard names. */
export const STATUS = {
  ok: 200,
  created: 201,
  accepted: 202,
  found: 302,
  badRequest: 400,
  unauthorized: 401,
  forbidden: 403,
  notFound: 404,
  methodNotAllowed: 405,
  /** A JupyterHub's answer while a user's server does not run. */
  failedDependency: 424,
  tooManyRequests: 429,
  internalServerError: 500,
  notImplemented: 501,
  badGateway: 502,
  serviceUnavailable: 503,
  gatewayTimeout: 504,
} as const;

/** True for an answer that fulfils its request: a status of 200 to 299. */
export function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

/** True for an answer that names another address: a status of 300 to 399. */
export function isRedirect(status: number): boolean {
  return status >= 300 && status < 400;
}

/** True for a fault of the server rather than of the request: a status of 500 or more. */
export function isServerFault(status: number): boolean {
  return status >= 500;
}
