import { rmSync } from "node:fs";
import { Router, XPublisher } from "zeromq";
import { addressOf, type Channel, type Connection } from "../../../jupyter/connection-file.ts";
import { messageOf, TsnbError } from "../../../util/error.ts";

/** The connection file asks for a socket that other machines could reach. */
class NotLocalError extends TsnbError {
  override readonly name = "NotLocalError";

  constructor(ip: string) {
    const fix = "Use 127.0.0.1 or the ipc transport, and reach the kernel through a Jupyter server";
    super({ doing: "Opening the kernel's sockets", got: `the address ${ip}, which other machines can reach`, fix });
  }
}

/** A socket could not be bound: its port is taken, or its ipc path is not writable. */
class BindError extends TsnbError {
  override readonly name = "BindError";

  constructor(address: string, cause: unknown) {
    const fix = "End the program that holds it, or start the kernel again with a new connection file";
    super({ doing: `Opening ${address}`, got: messageOf(cause), fix }, { cause });
  }
}

/** The five bound sockets of a kernel. */
export type Sockets = {
  readonly shell: Router;
  readonly control: Router;
  readonly stdin: Router;
  readonly iopub: XPublisher;
  readonly heartbeat: Router;
  readonly close: () => void;
};

// The time that closed sockets go on sending. Jupyter's servers kill a kernel that has not ended after 5 s.
const LINGER_MS = 4000;
// The number of messages that ZeroMQ queues for each peer: enough to keep it busy, few enough to pace cells within
// megabytes.
const PEER_QUEUE = 64;

/**
 * Binds the sockets of a connection file, encrypted when it has CurveZMQ keys.
 *
 * @param isReachable true to let other machines reach them; default: false.
 * @throws {NotLocalError} for an address that is neither loopback nor ipc, unless `isReachable`.
 * @throws {BindError} when a socket cannot be bound.
 */
export async function openSockets(connection: Connection, isReachable = false): Promise<Sockets> {
  const local = localised(connection, isReachable);
  const common = { linger: LINGER_MS, ...curve(local) };
  const sockets = {
    shell: new Router({ ...common, handover: true }),
    control: new Router({ ...common, handover: true }),
    stdin: new Router({ ...common, handover: true }),
    iopub: new XPublisher({ ...common, verbosity: "allSubsUnsubs", noDrop: true, sendHighWaterMark: PEER_QUEUE }),
    // A Reply socket fails on anything but a request, such as a message for a kernel that had the port before.
    heartbeat: new Router(common),
  };
  const files: string[] = [];
  const close = (): void => {
    for (const socket of Object.values(sockets)) socket.close();
    // ZeroMQ removes ipc files only a moment later, after this process has ended.
    for (const file of files) rmSync(file, { force: true });
  };
  const bind = async (name: keyof typeof sockets, channel: Channel): Promise<void> => {
    const address = addressOf(local, channel);
    try {
      await sockets[name].bind(address);
      if (local.transport === "ipc") files.push(address.slice("ipc://".length));
    } catch (cause) {
      throw new BindError(address, cause);
    }
  };
  try {
    await Promise.all([
      bind("iopub", "iopub"),
      bind("shell", "shell"),
      bind("control", "control"),
      bind("stdin", "stdin"),
      bind("heartbeat", "hb"),
    ]);
  } catch (error) {
    close();
    throw error;
  }
  return { ...sockets, close };
}

function localised(connection: Connection, isReachable: boolean): Connection {
  if (connection.transport === "ipc") return connection;
  // ZeroMQ binds to addresses, not to names.
  const ip = connection.ip === "localhost" ? "127.0.0.1" : connection.ip;
  if (!isReachable && !/^127\.\d+\.\d+\.\d+$/.test(ip)) throw new NotLocalError(connection.ip);
  return { ...connection, ip };
}

function curve(connection: Connection): { curveServer?: true; curvePublicKey?: string; curveSecretKey?: string } {
  const { curve_publickey: publicKey, curve_secretkey: secretKey } = connection;
  if (publicKey === undefined || secretKey === undefined) return {};
  return { curveServer: true, curvePublicKey: publicKey, curveSecretKey: secretKey };
}
