import { readFileSync } from "node:fs";
import { messageOf } from "../../../util/error.ts";
import { OptionError } from "../../errors/setting-errors.ts";
import { serverAddress } from "./address.ts";
import type { GivenToken } from "./given-token.ts";
import type { ServerSettings } from "../http/server.ts";

type Environment = NodeJS.ProcessEnv;

/**
 * The address of the server that the environment names for runs that name none: JUPYTER_GATEWAY_URL, which Jupyter
 * Server reads, too, else JUPYTER_SERVER_URL. The latter is ignored in a terminal of JupyterLab, which sets it to its
 * own server.
 */
export function serverInEnvironment(env: Environment): string | undefined {
  const own = env["JUPYTER_SERVER_ROOT"] === undefined ? env["JUPYTER_SERVER_URL"] : undefined;
  return env["JUPYTER_GATEWAY_URL"] || own || undefined;
}

/** Credentials for a server; the token is not examined, since another one may be used. */
type Found = Omit<ServerSettings, "url" | "token"> & { readonly token?: GivenToken };

/** The credentials that the environment holds for a server. */
export function credentialsInEnvironment(url: string, env: Environment): Found {
  if (isGateway(url, env)) return ofGateway(env);
  const ofHub = isHub(url, env) ? tokenIn(env["JUPYTERHUB_API_TOKEN"], "JUPYTERHUB_API_TOKEN") : {};
  return { ...ofHub, ...tokenIn(env["JUPYTER_TOKEN"], "JUPYTER_TOKEN") };
}

function tokenIn(text: string | undefined, from: string): Pick<Found, "token"> {
  return text ? { token: { text, from } } : {};
}

// The gateway's address ends with a slash here, so another one cannot merely begin like it.
function isGateway(url: string, { JUPYTER_GATEWAY_URL: gateway }: Environment): boolean {
  return gateway ? url.startsWith(serverAddress(gateway, "JUPYTER_GATEWAY_URL").url) : false;
}

const OF_HUB = [
  "JUPYTERHUB_API_URL",
  "JUPYTERHUB_HOST",
  "JUPYTERHUB_PUBLIC_URL",
  "JUPYTERHUB_PUBLIC_HUB_URL",
  "JUPYTERHUB_SERVICE_URL",
];

// A hub sets its token in every server that it starts; no other server may see it.
function isHub(url: string, env: Environment): boolean {
  const { host, pathname } = new URL(url);
  const places = OF_HUB.flatMap((name) => env[name] ?? []);
  // In a terminal of a user's server, this is the server's address by the name of its machine.
  const own = env["JUPYTER_SERVER_ROOT"] === undefined ? undefined : env["JUPYTER_SERVER_URL"];
  if (own !== undefined && pathname === env["JUPYTERHUB_SERVICE_PREFIX"]) places.push(own);
  return places.some((place) => URL.canParse(place) && new URL(place).host === host);
}

function ofGateway(env: Environment): Found {
  const { token } = tokenIn(env["JUPYTER_GATEWAY_AUTH_TOKEN"], "JUPYTER_GATEWAY_AUTH_TOKEN");
  const scheme = env["JUPYTER_GATEWAY_AUTH_SCHEME"] || "token";
  const header = env["JUPYTER_GATEWAY_AUTH_HEADER_KEY"];
  const [name, password] = [env["JUPYTER_GATEWAY_HTTP_USER"], env["JUPYTER_GATEWAY_HTTP_PWD"]];
  return {
    ...(token ? { token, scheme, ...(header ? { header } : {}) } : {}),
    ...(name ? { login: `${name}:${password ?? ""}` } : {}),
    ca: fileIn(env["JUPYTER_GATEWAY_CA_CERTS"], "JUPYTER_GATEWAY_CA_CERTS"),
    cert: fileIn(env["JUPYTER_GATEWAY_CLIENT_CERT"], "JUPYTER_GATEWAY_CLIENT_CERT"),
    key: fileIn(env["JUPYTER_GATEWAY_CLIENT_KEY"], "JUPYTER_GATEWAY_CLIENT_KEY"),
    isVerified: !/^(?:0|false|no)$/i.test(env["JUPYTER_GATEWAY_VALIDATE_CERT"] ?? ""),
    headers: headersIn(env["JUPYTER_GATEWAY_HEADERS"]),
  };
}

function fileIn(file: string | undefined, name: string): string | undefined {
  return file ? certificateIn(file, name) : undefined;
}

/**
 * Reads a certificate or key.
 *
 * @param option the option or variable that names the file, for the error.
 * @returns the file's text, in PEM.
 * @throws {OptionError} when it cannot be read, or is not PEM.
 */
export function certificateIn(file: string, option: string): string {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new OptionError(option, messageOf(error));
  }
  if (!text.includes("-----BEGIN ")) throw new OptionError(option, `${file} is not a certificate or key in PEM format`);
  return text;
}

function headersIn(text: string | undefined): Readonly<Record<string, string>> {
  if (!text) return {};
  try {
    const headers: unknown = JSON.parse(text);
    return Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name, String(value)]));
  } catch (error) {
    throw new OptionError("JUPYTER_GATEWAY_HEADERS", `it is not JSON (${messageOf(error)})`);
  }
}
