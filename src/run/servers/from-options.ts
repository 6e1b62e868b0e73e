import { readFile } from "node:fs/promises";
import { messageOf } from "../../util/error.ts";
import { OptionError } from "../errors.ts";
import type { RunSettings } from "../options/run-options.ts";
import type { Transport } from "../transport/transport.ts";
import { serverAddress } from "./address.ts";
import { remoteTransport } from "./remote.ts";
import { Server } from "./server.ts";

type Options = Pick<RunSettings, "server" | "token" | "tokenFile">;

/** The kernels of the servers that a run names, and what lets it in. */
export async function serversTransport(
  { server: [first = ""], token, tokenFile }: Options,
  env: NodeJS.ProcessEnv,
): Promise<{ readonly transport: Transport; readonly tokens: readonly string[] }> {
  const address = serverAddress(first, "server");
  if (token !== undefined && tokenFile !== undefined) throw new OptionError("tokenFile", "there is a --token, too");
  const given = tokenFile === undefined ? token : await readToken(tokenFile);
  const own = given ?? address.token ?? (env["JUPYTER_TOKEN"] || undefined);
  const tokens = [own, address.login?.replace(/^[^:]*:/, "")].filter((text) => text !== undefined);
  return { transport: await remoteTransport(new Server({ ...address, token: own })), tokens };
}

async function readToken(file: string): Promise<string> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    throw new OptionError("tokenFile", messageOf(error));
  }
  if (!/^\s*\S+\s*$/.test(text))
    throw new OptionError("tokenFile", `${file} holds no token, or something else as well`);
  return text.trim();
}
