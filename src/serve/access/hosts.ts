import { isIP } from "node:net";
import { hostname } from "node:os";
import { isLoopback } from "../../util/is-loopback.ts";

/** The requests that are allowed, apart from the token. */
export type AccessRules = {
  /** The address that the server listens on. */
  readonly ip: string;
  /** Host names under which it is reached, in addition to its own. */
  readonly allowHosts: readonly string[];
  /** Origins of foreign pages that may use it; "*" for all. */
  readonly allowOrigins: readonly string[];
};

/**
 * True when a Host header names this server. A foreign page can make its own host name point here (DNS rebinding), so
 * that it counts as a page of this server; that is not possible with an IP address in place of a name.
 */
export function isOwnHost(host: string | undefined, { ip, allowHosts }: AccessRules): boolean {
  const name = nameIn(host);
  if (name === undefined) return false;
  if (allowHosts.some((allowed) => allowed.toLowerCase() === name)) return true;
  if (name === "localhost" || name.endsWith(".localhost") || isLoopback(name)) return true;
  return !isLoopback(ip) && (isIP(name) !== 0 || name === hostname().toLowerCase());
}

/** True when a page of that origin may send requests: a page of this server, or of an allowed origin. */
export function isAllowedOrigin(origin: string, host: string | undefined, rules: AccessRules): boolean {
  return origin === `http://${host}` || origin === `https://${host}` || isForeignAllowed(origin, rules);
}

/** True when foreign pages of that origin may send requests. */
export function isForeignAllowed(origin: string, { allowOrigins }: AccessRules): boolean {
  return allowOrigins.some((allowed) => allowed === "*" || allowed === origin);
}

function nameIn(host: string | undefined): string | undefined {
  if (host === undefined || !URL.canParse(`http://${host}`)) return undefined;
  return new URL(`http://${host}`).hostname.replace(/^\[|\]$/g, "");
}
