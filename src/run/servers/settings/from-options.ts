import { readFile } from "node:fs/promises";
import { messageOf } from "../../../util/error.ts";
import { OptionError } from "../../errors/setting-errors.ts";
import type { RunSettings } from "../../options/run-options.ts";
import { serverAddress } from "./address.ts";
import { type GivenToken, sendable } from "./given-token.ts";
import { certificateIn, credentialsInEnvironment } from "./from-environment.ts";
import type { ServerSettings } from "../http/server.ts";
import { type ListedServer, readServers } from "./servers-file.ts";

type Options = Pick<
  RunSettings,
  "server" | "servers" | "token" | "tokenFile" | "ca" | "clientCert" | "clientKey" | "jobs"
>;

/** A server, and the number of notebooks that may run there at once. */
export type NamedServer = ServerSettings & { readonly places: number };

const DEFAULT_PLACES = 4;

/**
 * The servers that a run names, each once, with their credentials.
 *
 * @throws {OptionError} when an address, a file or a token cannot be used.
 */
export async function serversFromOptions(options: Options, env: NodeJS.ProcessEnv): Promise<readonly NamedServer[]> {
  const { server, servers, token, tokenFile, ca, clientCert, clientKey, jobs } = options;
  if (token !== undefined && tokenFile !== undefined) throw new OptionError("tokenFile", "--token is given as well");
  const listed = servers === undefined ? [] : await readServers(servers);
  const named: readonly ListedServer[] = [...server.map((url) => ({ url })), ...listed];
  const all = await Promise.all(
    named.map((own) => {
      const files = {
        tokenFile: own.tokenFile ?? tokenFile,
        ca: own.ca ?? ca,
        clientCert: own.clientCert ?? clientCert,
        clientKey: own.clientKey ?? clientKey,
      };
      return settingsOf({ ...own, ...files }, { token, jobs }, env);
    }),
  );
  return all.filter((one, index) => all.findIndex(({ url }) => url === one.url) === index);
}

async function settingsOf(
  { url: text, ...own }: ListedServer,
  { token, jobs }: Pick<Options, "token" | "jobs">,
  env: NodeJS.ProcessEnv,
): Promise<NamedServer> {
  const { url, token: inUrl, login } = serverAddress(text, "server");
  const found = credentialsInEnvironment(url, env);
  const fromFile = own.tokenFile === undefined ? undefined : await readToken(own.tokenFile);
  const fromVariable = own.tokenVariable === undefined ? undefined : variable(own.tokenVariable, env);
  const fromOption = given(token, "token") ?? given(inUrl, "server");
  const chosen = fromVariable ?? fromFile ?? fromOption ?? found.token;
  return {
    ...found,
    url,
    token: chosen && sendable(chosen),
    login: login ?? found.login,
    ca: own.ca === undefined ? found.ca : certificateIn(own.ca, "ca"),
    cert: own.clientCert === undefined ? found.cert : certificateIn(own.clientCert, "clientCert"),
    key: own.clientKey === undefined ? found.key : certificateIn(own.clientKey, "clientKey"),
    headers: own.headers ?? found.headers,
    places: own.jobs ?? (jobs || DEFAULT_PLACES),
  };
}

function given(text: string | undefined, from: string): GivenToken | undefined {
  return text === undefined ? undefined : { text, from };
}

function variable(from: string, env: NodeJS.ProcessEnv): GivenToken {
  const text = env[from];
  if (!text) throw new OptionError("servers", `the environment variable ${from} is not set`);
  return { text, from };
}

async function readToken(file: string): Promise<GivenToken> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    throw new OptionError("tokenFile", messageOf(error));
  }
  if (!/^\s*\S+\s*$/.test(text)) throw new OptionError("tokenFile", `${file} does not contain just a token`);
  return { text, from: "tokenFile" };
}
