import type { ServerSettings } from "./server.ts";

const SECRET_HEADER = /auth|cookie|token|secret|key|pass|credential|session|jwt|signature/i;

/** The secrets that let a run into a server: the token, the password, headers whose name says so. */
export function secretsOf({ token, login, headers = {} }: ServerSettings): readonly string[] {
  const password = login?.replace(/^[^:]*:/, "");
  const values = Object.entries(headers).flatMap(([name, value]) => {
    // The scheme before a token says nothing.
    return SECRET_HEADER.test(name) ? [value, value.replace(/^\w+ +/, "")] : [];
  });
  return [token, password, ...values].flatMap((secret) => secret || []);
}
