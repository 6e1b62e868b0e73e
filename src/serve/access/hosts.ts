import { isIP } from "node:net";
import { hostname } from "node:os";
import { isLoopback } from "../../util/is-loopback.ts";

/** Who may ask, apart from the token. */
export type AccessRules = {
  /** The address that the server listens on. */
  readonly ip: string;
  /** Names under which it is reached, beside its own. */
  readonly allowHosts: readonly string[];
  /** Origins of pages elsewhere that may use it; "*" for all. */
  readonly allowOrigins: readonly string[];
};

/**
 * True when a Host header names this server. A page elsewhere can make a name of its own point here (DNS rebinding) and
 * then counts as a page of this server; with an address in the place of a name it cannot.
 */
export function isOwnHost(host: string | undefined, { ip, allowHosts }: AccessRules): boolean {
  const name = nameIn(host);
  if (name === undefined) return false;
  if (allowHosts.some((allowed) => allowed.toLowerCase() === name)) return true;
  if (name === "localhost" || name.endsWith(".localhost") || isLoopback(name)) return true;
  return !isLoopback(ip) && (isIP(name) !== 0 || name === hostname().toLowerCase());
}

/** True when a page of that origin may send requests: one of this server, or of an origin that is allowed. */
export function isAllowedOrigin(origin: string, host: string | undefined, rules: AccessRules): boolean {
  return origin === `http://${host}` || origin === `https://${host}` || isForeignAllowed(origin, rules);
}

/** True when a page of that origin may send requests from elsewhere. */
export function isForeignAllowed(origin: string, { allowOrigins }: AccessRules): boolean {
  return allowOrigins.some((allowed) => allowed === "*" || allowed === origin);
}

function nameIn(host: string | undefined): string | undefined {
  if (host === undefined || !URL.canParse(`http://${host}`)) return undefined;
  return new URL(`http://${host}`).hostname.replace(/^\[|\]$/g, "");
}
