import { randomUUID } from "node:crypto";
import { promises as fs, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { messageOf, TsnbError } from "../util/error.ts";
import { ownMark, removeLeftovers } from "../util/files/leftovers.ts";
import { freePorts, LAST_PORT, type PortPlace } from "./free-ports.ts";
import { isJsonObject, type JsonObject } from "./json.ts";

/** The content of a connection file: the ports a kernel listens on and the key that signs its messages. */
export type Connection = {
  readonly transport: "tcp" | "ipc";
  readonly ip: string;
  readonly shell_port: number;
  readonly iopub_port: number;
  readonly stdin_port: number;
  readonly control_port: number;
  readonly hb_port: number;
  readonly key: string;
  readonly signature_scheme: string;
  readonly kernel_name: string;
  readonly curve_publickey?: string | undefined;
  readonly curve_secretkey?: string | undefined;
};

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

/** Five free ports, on loopback when no place is given, and a fresh key. */
export async function newConnection(kernelName: string, place: PortPlace = { ip: "127.0.0.1" }): Promise<Connection> {
  const [shell_port, iopub_port, stdin_port, control_port, hb_port] = await freePorts(5, place);
  if (!shell_port || !iopub_port || !stdin_port || !control_port || !hb_port) {
    throw new Error("the operating system handed out fewer ports than asked for");
  }
  return {
    transport: "tcp",
    ip: place.ip,
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
  const temporary = tmpdir();
  await removeLeftovers(temporary);
  const folder = await fs.mkdtemp(join(temporary, `tsnb${ownMark()}-`));
  await fs.chmod(folder, 0o700);
  const path = join(folder, "connection.json");
  await fs.writeFile(path, JSON.stringify(connection, null, 1), { mode: 0o600 });
  return { path, dispose: () => fs.rm(folder, { recursive: true, force: true }) };
}

/**
 * Reads a connection file.
 *
 * @throws {ConnectionFileError} when it is missing, not JSON, or lacks a field.
 */
export function readConnectionFile(file: string): Connection {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, "utf8"));
  } catch (cause) {
    throw new ConnectionFileError(file, messageOf(cause), cause);
  }
  if (!isJsonObject(value)) throw new ConnectionFileError(file, "it is not a JSON object");
  return parse(value, file);
}

// Validated by hand, because a kernel reads it while it starts: loading a validation library takes as long as binding.
function parse(value: JsonObject, file: string): Connection {
  const wrong = (field: string, wanted: string): ConnectionFileError =>
    new ConnectionFileError(file, `its "${field}" is ${JSON.stringify(value[field])} instead of ${wanted}`);
  const text = (field: string, fallback?: string): string => {
    const got = value[field] ?? fallback;
    if (typeof got !== "string") throw wrong(field, "a string");
    return got;
  };
  const optional = (field: string): string | undefined => (value[field] === undefined ? undefined : text(field));
  const port = (channel: Channel): number => {
    const got = value[`${channel}_port`];
    const fits = typeof got === "number" && Number.isInteger(got) && got >= 0 && got <= LAST_PORT;
    if (!fits) throw wrong(`${channel}_port`, "a port number");
    return got;
  };
  const transport = value["transport"];
  if (transport !== "tcp" && transport !== "ipc") throw wrong("transport", '"tcp" or "ipc"');
  const scheme = text("signature_scheme", "hmac-sha256");
  if (scheme !== "hmac-sha256") throw wrong("signature_scheme", '"hmac-sha256"');
  return {
    transport,
    ip: text("ip"),
    shell_port: port("shell"),
    iopub_port: port("iopub"),
    stdin_port: port("stdin"),
    control_port: port("control"),
    hb_port: port("hb"),
    key: text("key"),
    signature_scheme: scheme,
    kernel_name: text("kernel_name", ""),
    curve_publickey: optional("curve_publickey"),
    curve_secretkey: optional("curve_secretkey"),
  };
}
