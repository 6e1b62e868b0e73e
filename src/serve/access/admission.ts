import type { IncomingMessage } from "node:http";
import { RequestError } from "../http/request-error.ts";
import { type AccessRules, isAllowedOrigin, isForeignAllowed, isOwnHost } from "./hosts.ts";
import { carriesToken } from "./token.ts";

export type Admission = AccessRules & { readonly token: string };

/**
 * Refuses a request that is sent to another host name or comes from a foreign page.
 *
 * @throws {RequestError} with the status 403 and the reason.
 */
export function requireOwnPlace({ headers }: IncomingMessage, rules: AccessRules): void {
  const { host, origin } = headers;
  if (!isOwnHost(host, rules)) {
    const reason = `"${host ?? ""}" is not a name of this server; --allow-host adds one.`;
    throw new RequestError(403, "Forbidden", reason);
  }
  if (origin !== undefined && !isAllowedOrigin(origin, host, rules)) {
    const reason = `Pages of ${origin} may not use this server; --allow-origin allows them.`;
    throw new RequestError(403, "Forbidden", reason);
  }
}

/**
 * Refuses a request without the token.
 *
 * @throws {RequestError} with the message of Jupyter's own servers, which clients look for.
 */
export function requireToken(request: IncomingMessage, query: URLSearchParams, { token }: Admission): void {
  if (!carriesToken(request, query, token)) {
    throw new RequestError(403, "Forbidden", "The token is missing, or is not the one that the server printed.");
  }
}

/** The headers that let a page of an allowed origin read the answer; only `Vary` for other pages. */
export function corsHeaders({ headers }: IncomingMessage, rules: AccessRules): Readonly<Record<string, string>> {
  const { origin } = headers;
  const varies = { Vary: "Origin" };
  if (origin === undefined || !isForeignAllowed(origin, rules)) return varies;
  const asksPrivate = headers["access-control-request-private-network"] === "true";
  return {
    ...varies,
    "Access-Control-Allow-Origin": origin,
    "Access-Control-Allow-Methods": "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS",
    "Access-Control-Allow-Headers": headers["access-control-request-headers"] ?? "Authorization, Content-Type",
    "Access-Control-Expose-Headers": "Location",
    "Access-Control-Max-Age": "600",
    ...(asksPrivate ? { "Access-Control-Allow-Private-Network": "true" } : {}),
  };
}
