import { randomUUID } from "node:crypto";
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as v from "valibot";
import { messageOf, TsnbError } from "../util/error.ts";

const Port = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(65_535));

const ConnectionSchema = v.object({
  transport: v.picklist(["tcp", "ipc"]),
  ip: v.string(),
  shell_port: Port,
  iopub_port: Port,
  stdin_port: Port,
  control_port: Port,
  hb_port: Port,
  key: v.string(),
  signature_scheme: v.optional(v.string(), "hmac-sha256"),
  kernel_name: v.optional(v.string(), ""),
  curve_publickey: v.optional(v.string()),
  curve_secretkey: v.optional(v.string()),
});

/** Where a kernel listens and the key that signs its messages: the content of a connection file. */
export type Connection = v.InferOutput<typeof ConnectionSchema>;

/** The five sockets of a kernel. */
export type Channel = "shell" | "iopub" | "stdin" | "control" | "hb";

/** A connection file that is missing, is not JSON, or lacks a field. */
export class ConnectionFileError extends TsnbError {
  override readonly name = "ConnectionFileError";
  readonly file: string;

  constructor(file: string, got: string, cause?: unknown) {
    const fix = "Start the kernel through a Jupyter server or `tsnb run`, which write this file";
    super({ doing: `Reading the connection file ${file}`, got, fix }, { cause });
    this.file = file;
  }
}

/** The ZeroMQ address of one of a kernel's sockets. */
export function addressOf(connection: Connection, channel: Channel): string {
  const port = connection[`${channel}_port`];
  return connection.transport === "ipc" ? `ipc://${connection.ip}-${port}` : `tcp://${connection.ip}:${port}`;
}

/** Five free loopback ports and a fresh key. */
export async function newConnection(kernelName: string): Promise<Connection> {
  const [shell_port, iopub_port, stdin_port, control_port, hb_port] = await freePorts(5);
  if (!shell_port || !iopub_port || !stdin_port || !control_port || !hb_port) {
    throw new Error("the operating system handed out fewer ports than asked for");
  }
  return {
    transport: "tcp",
    ip: "127.0.0.1",
    shell_port,
    iopub_port,
    stdin_port,
    control_port,
    hb_port,
    key: randomUUID(),
    signature_scheme: "hmac-sha256",
    kernel_name: kernelName,
  };
}

/** A connection file on disk; `dispose` removes it. */
export type ConnectionFile = { readonly path: string; readonly dispose: () => Promise<void> };

/** Writes a connection file that only its owner can read, in a new temporary folder. */
export async function writeConnectionFile(connection: Connection): Promise<ConnectionFile> {
  const folder = await mkdtemp(join(tmpdir(), "tsnb-"));
  await chmod(folder, 0o700);
  const path = join(folder, "connection.json");
  await writeFile(path, JSON.stringify(connection, null, 1), { mode: 0o600 });
  return { path, dispose: () => rm(folder, { recursive: true, force: true }) };
}

/**
 * Reads a connection file.
 *
 * @throws {ConnectionFileError} when it is missing, not JSON, or lacks a field.
 */
export async function readConnectionFile(file: string): Promise<Connection> {
  let value: unknown;
  try {
    value = JSON.parse(await readFile(file, "utf8"));
  } catch (cause) {
    throw new ConnectionFileError(file, messageOf(cause), cause);
  }
  const parsed = v.safeParse(ConnectionSchema, value);
  if (!parsed.success) throw new ConnectionFileError(file, v.summarize(parsed.issues).replaceAll("\n", " "));
  return parsed.output;
}

// All ports are held open until the last is known: a port freed early is handed out again at once.
async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise<void>((resolve, reject) => {
        server.once("error", reject);
        server.listen(0, "127.0.0.1", resolve);
      });
      return server;
    }),
  );
  const ports = servers.map((server) => {
    const address = server.address();
    return typeof address === "object" && address !== null ? address.port : 0;
  });
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
