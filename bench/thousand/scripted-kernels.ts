import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import * as v from "valibot";
import { type RawData, type WebSocket, WebSocketServer } from "ws";
import type { ClientChannel } from "../../src/jupyter/client-channels.ts";
import { isJsonObject, type JsonObject } from "../../src/jupyter/json.ts";
import { createMessage, type Message } from "../../src/jupyter/message.ts";
import { decodeV1, encodeV1, V1_PROTOCOL } from "../../src/jupyter/websocket-format.ts";
import { Meeting, runScript } from "./kernel-script.ts";

/** The counts of a server of scripted kernels. */
export type Seen = {
  /** The number of kernels started, and the most that existed at once. */
  readonly started: number;
  readonly most: number;
  /** The number of kernels refused because the limit was reached. */
  readonly refused: number;
  /** The most TCP connections open at once. */
  readonly connections: number;
};

export type ScriptedOptions = {
  /** The number of kernels that `meet` waits for. */
  readonly meeting: number;
  /** The most kernels at once; it refuses more. No limit by default. */
  readonly limit?: number;
};

type Kernel = { readonly id: string; cells: number };

const SPEC = { name: "script", spec: { argv: [], display_name: "Script", language: "script" } };
const INFO = { name: "script", version: "1", mimetype: "text/plain", file_extension: ".txt" };

/** A Jupyter server on loopback whose kernels follow the scripts in their cells, without processes. */
export class ScriptedKernels {
  readonly url: string;
  readonly #http: Server;
  readonly #sockets: WebSocketServer;
  readonly #kernels = new Map<string, Kernel>();
  readonly #meeting: Meeting;
  readonly #limit: number;
  #seen: Seen = { started: 0, most: 0, refused: 0, connections: 0 };

  static async listen(options: ScriptedOptions): Promise<ScriptedKernels> {
    const http = createServer();
    // A thousand clients connect at once.
    http.listen({ port: 0, host: "127.0.0.1", backlog: 4096 });
    await once(http, "listening");
    return new ScriptedKernels(http, options);
  }

  private constructor(http: Server, { meeting, limit = Number.POSITIVE_INFINITY }: ScriptedOptions) {
    this.#http = http;
    this.#meeting = new Meeting(meeting);
    this.#limit = limit;
    const address = http.address();
    this.url = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}/`;
    this.#sockets = new WebSocketServer({
      server: http,
      perMessageDeflate: false,
      handleProtocols: () => V1_PROTOCOL,
    });
    let open = 0;
    http.on("connection", (socket) => {
      open += 1;
      this.#saw({ connections: Math.max(this.#seen.connections, open) });
      socket.once("close", () => (open -= 1));
    });
    http.on("request", (request, response) => this.#answer(request, response));
    this.#sockets.on("connection", (socket, { url = "" }) => this.#connect(socket, url));
  }

  get seen(): Seen {
    return this.#seen;
  }

  close(): void {
    for (const socket of this.#sockets.clients) socket.terminate();
    this.#http.closeAllConnections();
    this.#http.close();
  }

  #saw(change: Partial<Seen>): void {
    this.#seen = { ...this.#seen, ...change };
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    request.resume();
    const [, , kind, id = ""] = new URL(request.url ?? "/", this.url).pathname.split("/");
    const { status, body } = this.#own(`${request.method} ${kind}${id === "" ? "" : "/id"}`, id);
    response.writeHead(status, { "content-type": "application/json" });
    response.end(body === undefined ? "" : JSON.stringify(body));
  }

  #own(asked: string, id: string): { readonly status: number; readonly body?: object } {
    if (asked === "GET kernelspecs") return { status: 200, body: { default: "script", kernelspecs: { script: SPEC } } };
    if (asked === "POST kernels") return this.#start();
    const kernel = this.#kernels.get(id);
    if (kernel === undefined) return { status: 404, body: { message: `There is no kernel ${id}` } };
    if (asked === "GET kernels/id") return { status: 200, body: modelOf(kernel) };
    if (asked === "DELETE kernels/id") this.#kernels.delete(id);
    return { status: 204 };
  }

  #start(): { readonly status: number; readonly body: object } {
    if (this.#kernels.size >= this.#limit) {
      this.#saw({ refused: this.#seen.refused + 1 });
      return { status: 503, body: { message: `There are ${this.#kernels.size} kernels already` } };
    }
    const kernel = { id: randomUUID(), cells: 0 };
    this.#kernels.set(kernel.id, kernel);
    this.#saw({ started: this.#seen.started + 1, most: Math.max(this.#seen.most, this.#kernels.size) });
    return { status: 201, body: modelOf(kernel) };
  }

  #connect(socket: WebSocket, url: string): void {
    const kernel = this.#kernels.get(url.split("/")[3] ?? "");
    if (kernel === undefined) return socket.close(1011, "There is no such kernel");
    socket.on("message", (data) => {
      const { message } = decodeV1(bufferOf(data));
      if (message.header.msg_type === "kernel_info_request") this.#tell(socket, message);
      if (message.header.msg_type === "execute_request") void this.#execute(socket, kernel, message);
    });
  }

  #tell(socket: WebSocket, request: Message): void {
    const send = sender(socket, request);
    void send("iopub", "status", { execution_state: "busy" });
    const info = { protocol_version: "5.3", implementation: "script", implementation_version: "1", banner: "" };
    void send("shell", "kernel_info_reply", { status: "ok", ...info, language_info: INFO, help_links: [] });
    void send("iopub", "status", { execution_state: "idle" });
  }

  async #execute(socket: WebSocket, kernel: Kernel, request: Message): Promise<void> {
    const send = sender(socket, request);
    kernel.cells += 1;
    const { cells } = kernel;
    const code = v.parse(v.string(), request.content["code"]);
    void send("iopub", "status", { execution_state: "busy" });
    void send("iopub", "execute_input", { code, execution_count: cells });
    let published = 1;
    const print = (text: string): Promise<void> => {
      published += 1;
      return send("iopub", "stream", { name: "stdout", text });
    };
    await runScript(code, { print, meeting: this.#meeting });
    const counted = isJsonObject(request.metadata["tsnb"]) ? { tsnb: { published } } : {};
    void send("shell", "execute_reply", { status: "ok", execution_count: cells, user_expressions: {}, ...counted });
    void send("iopub", "status", { execution_state: "idle" });
  }
}

type Send = (channel: ClientChannel, type: string, content: JsonObject) => Promise<void>;

/** Sends answers to a request; resolves when the system has accepted one, or the client is gone. */
function sender(socket: WebSocket, parent: Message): Send {
  return (channel, type, content) => {
    const data = encodeV1({ channel, message: createMessage("kernel", type, content, { parent }) });
    return new Promise((resolve) => socket.send(data, () => resolve()));
  };
}

function modelOf({ id }: Kernel): object {
  return { id, name: "script", execution_state: "idle", last_activity: new Date().toISOString(), connections: 1 };
}

function bufferOf(data: RawData): Buffer {
  if (Array.isArray(data)) return Buffer.concat(data);
  return data instanceof ArrayBuffer ? Buffer.from(data) : data;
}
