import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { Command, InvalidArgumentError, Option } from "commander";
import { isIPv6 } from "node:net";
import { signalExitCode } from "../../util/programs/exit-codes.ts";
import { messageOf, TsnbError } from "../../util/error.ts";
import { startServer } from "../../serve/start-server.ts";
import { LAST_PORT } from "../../jupyter/free-ports.ts";

const TOKEN_BYTES = 24;
const USUAL_PORT = 8888;

type Options = {
  readonly ip: string;
  readonly port: number;
  readonly tokenFile?: string;
  readonly allowOrigin: readonly string[];
  readonly allowHost: readonly string[];
  readonly write?: boolean;
  readonly maxKernels: number;
  readonly cullIdle?: number;
  readonly kernel: string;
};

/** A file of `--token-file` that cannot be read or does not contain exactly one token. */
class TokenFileError extends TsnbError {
  override readonly name = "TokenFileError";

  constructor(file: string, got: string) {
    const fix = "Write a token of letters and digits into it, and nothing else";
    super({ doing: `Reading the token in ${file}`, got, fix });
  }
}

/** `tsnb serve`: a Jupyter server without Python. */
export function command(): Command {
  return new Command("serve")
    .description(
      "Serve kernels to JupyterLab, MyST, thebe, VS Code and other clients of Jupyter servers.\n" +
        "Prints an address with a token; anyone who has the token can run code as you.",
    )
    .argument("[folder]", "the folder that clients see and kernels start in", ".")
    .option("--port <number>", "the port; 0 for any free one", wholeNumber(0, LAST_PORT), USUAL_PORT)
    .option("--ip <address>", "the address to listen on; 0.0.0.0 for all of this machine's", "127.0.0.1")
    .option("--token-file <file>", "a file with the token for clients (default: JUPYTER_TOKEN, or a new one)")
    .addOption(
      repeatable(
        "--allow-origin <origin>",
        "allow requests from pages of this origin, such as https://example.org; * for all",
      ),
    )
    .addOption(repeatable("--allow-host <name>", "another host name under which clients reach this server"))
    .option("--write", "allow clients to write, rename and delete files in the folder")
    .option("--max-kernels <number>", "how many kernels may run at once", wholeNumber(1), 20)
    .option("--cull-idle <seconds>", "end kernels that have been idle without a client for this long", wholeNumber(1))
    .option("--kernel <name>", "the kernel of clients that name none", "tsnb")
    .action(async (folder: string, options: Options) => {
      const given = await givenToken(options.tokenFile);
      const token = given ?? randomBytes(TOKEN_BYTES).toString("hex");
      const server = await startServer({
        ...options,
        folder: resolve(folder),
        isWritable: options.write ?? false,
        allowOrigins: options.allowOrigin,
        allowHosts: options.allowHost,
        defaultKernel: options.kernel,
        token,
        onFault: (error) => process.stderr.write(`tsnb: ${String(error)}\n`),
      });
      const host = isIPv6(options.ip) ? `[${options.ip}]` : options.ip;
      const query = given === undefined ? `?token=${token}` : "";
      process.stdout.write(`http://${host}:${server.port}/${query}\n`);
      process.stderr.write(`Serving ${resolve(folder)}; Ctrl-C ends the server and its kernels.\n`);
      await askedToEnd();
      await server.close();
    });
}

/** Resolves on the first signal to end; a second one ends the process and its kernels at once. */
async function askedToEnd(): Promise<void> {
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  const waiting = new AbortController();
  await Promise.race(signals.map((signal) => once(process, signal, { signal: waiting.signal })));
  for (const signal of signals) process.on(signal, () => process.exit(signalExitCode(signal)));
  waiting.abort();
}

async function givenToken(file: string | undefined): Promise<string | undefined> {
  if (file === undefined) return process.env["JUPYTER_TOKEN"]?.trim() || undefined;
  let token: string;
  try {
    token = (await readFile(file, "utf8")).trim();
  } catch (error) {
    throw new TokenFileError(file, messageOf(error));
  }
  if (!/^[\w.~+/=-]+$/.test(token)) throw new TokenFileError(file, "it does not contain just a token");
  return token;
}

function repeatable(flags: string, description: string): Option {
  return new Option(flags, `${description} (repeatable)`)
    .default([], "none")
    .argParser((text, before: readonly string[]) => [...before, text]);
}

function wholeNumber(least: number, most: number = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() !== "" && Number.isInteger(value) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(
      most < Number.MAX_SAFE_INTEGER
        ? `It must be a whole number from ${least} to ${most}.`
        : `It must be a whole number, at least ${least}.`,
    );
  };
}
