/** The settings for a server that can hold secrets. */
export type Credentials = {
  readonly token?: string | undefined;
  /** A user's name and password, joined by a colon; used when there is no token. */
  readonly login?: string | undefined;
  /** Headers for every request. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
};

const SECRET_HEADER = /auth|cookie|token|secret|key|pass|credential|session|jwt|signature/i;

/** The secrets that let a run into a server: the token, the password, and headers whose names suggest one. */
export function secretsOf({ token, login, headers = {} }: Credentials): readonly string[] {
  const password = login?.replace(/^[^:]*:/, "");
  const values = Object.entries(headers).flatMap(([name, value]) => {
    // The scheme before a token is no secret, so the token counts on its own, too.
    return SECRET_HEADER.test(name) ? [value, value.replace(/^\w+ +/, "")] : [];
  });
  return [token, password, ...values].flatMap((secret) => secret || []);
}
