import { constants, createDecipheriv, generateKeyPairSync, type KeyObject, privateDecrypt } from "node:crypto";
import { once } from "node:events";
import { connect, createServer, type Server } from "node:net";
import * as v from "valibot";

const Payload = v.strictObject({ version: v.literal(1), key: v.string(), conn_info: v.string() });

const Told = v.looseObject({
  kernel_id: v.string(),
  ip: v.string(),
  transport: v.literal("tcp"),
  shell_port: v.number(),
  iopub_port: v.number(),
  stdin_port: v.number(),
  control_port: v.number(),
  hb_port: v.number(),
  comm_port: v.number(),
  pid: v.number(),
  pgid: v.number(),
  key: v.string(),
  signature_scheme: v.string(),
  kernel_name: v.string(),
});

/** Decrypts the connection info that a launcher sent to its gateway, as Enterprise Gateway does. */
export function unsealed(text: string, privateKey: KeyObject): v.InferOutput<typeof Told> {
  const payload = v.parse(Payload, JSON.parse(Buffer.from(text, "base64").toString("utf8")));
  const aesKey = opened(Buffer.from(payload.key, "base64"), privateKey);
  const decipher = createDecipheriv("aes-128-ecb", aesKey, null);
  const info = Buffer.concat([decipher.update(Buffer.from(payload.conn_info, "base64")), decipher.final()]);
  return v.parse(Told, JSON.parse(info.toString("utf8")));
}

// Node.js 20 no longer removes PKCS#1 v1.5 padding: 0, 2, random bytes other than 0, 0, and then the sealed bytes.
function opened(sealed: Buffer, privateKey: KeyObject): Buffer {
  const padded = privateDecrypt({ key: privateKey, padding: constants.RSA_NO_PADDING }, sealed);
  if (padded[0] !== 0 || padded[1] !== 2) throw new Error("it was sealed for another key");
  return padded.subarray(padded.indexOf(0, 2) + 1);
}

/** The part of Enterprise Gateway that a launcher talks to. */
export class ScriptedGateway {
  readonly #keys = generateKeyPairSync("rsa", { modulusLength: 1024 });
  readonly #server: Server;
  /** The connection info from the first launcher that connects. */
  readonly told: Promise<v.InferOutput<typeof Told>>;

  static async start(): Promise<ScriptedGateway> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return new ScriptedGateway(server);
  }

  private constructor(server: Server) {
    this.#server = server;
    this.told = once(server, "connection").then(async ([socket]) => {
      let text = "";
      for await (const chunk of socket) text += String(chunk);
      return unsealed(text, this.#keys.privateKey);
    });
    this.told.catch(() => {});
  }

  get publicKey(): string {
    return this.#keys.publicKey.export({ format: "der", type: "spki" }).toString("base64");
  }

  get address(): string {
    const address = this.#server.address();
    if (address === null || typeof address === "string") throw new Error("it does not listen");
    return `127.0.0.1:${address.port}`;
  }

  close(): void {
    this.#server.close();
  }
}

/** Sends text to a port of 127.0.0.1 and waits until the connection is closed. */
export async function say(port: number, text: string): Promise<void> {
  const socket = connect({ host: "127.0.0.1", port });
  const closed = once(socket, "close");
  socket.resume().end(text);
  await closed;
}
