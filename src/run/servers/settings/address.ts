import { OptionError } from "../../errors/setting-errors.ts";

/** The address of a Jupyter server, and the credentials that came with it. */
export type ServerAddress = {
  /** The base URL, with a slash at its end and without login or token. */
  readonly url: string;
  readonly token: string | undefined;
  /** A user's name and password, joined by a colon; undefined when the address has none. */
  readonly login: string | undefined;
};

// Paths that a browser shows after the base URL.
const PAGES = /\/(?:(?:lab|tree|notebooks|edit|files|doc|nbclassic|api|login|terminals)(?:\/.*)?|index\.html)?$/;

/**
 * Reads the address of a server, including one copied from a browser or from the server's log.
 *
 * @param option the option that gave it, for the error.
 * @throws {OptionError} when it is not an http or https URL, or its login is not well encoded.
 *
 * @example
 * serverAddress("http://127.0.0.1:8888/lab?token=abc", "server").url; // "http://127.0.0.1:8888/"
 */
export function serverAddress(text: string, option: string): ServerAddress {
  const url = parsed(text.trim());
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.hostname === "") {
    const got = `${JSON.stringify(withoutSecrets(text))} is not the URL of a server, such as http://127.0.0.1:8888/`;
    throw new OptionError(option, got);
  }
  const path = url.pathname.replace(PAGES, "").replace(/\/+$/, "");
  const login = [url.username, url.password].map((part) => decoded(part, option)).join(":");
  return {
    url: `${url.origin}${path}/`,
    token: url.searchParams.get("token") || undefined,
    login: url.username === "" ? undefined : login,
  };
}

function decoded(part: string, option: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new OptionError(option, "the name or password in the address has a % that encodes nothing; write %25 for it");
  }
}

// Node.js 20 has no `URL.parse`.
function parsed(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}

function withoutSecrets(text: string): string {
  return text.replace(/\?.*$/s, "").replace(/\/\/[^/]*@/, "//");
}
