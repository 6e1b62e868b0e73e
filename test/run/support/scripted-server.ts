import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { text as wholeText } from "node:stream/consumers";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { onTestFinished } from "vitest";
import * as v from "valibot";
import { type VerifyClientCallbackAsync, type WebSocket, WebSocketServer } from "ws";
import type { JsonObject } from "../../../src/jupyter/json.ts";
import { createMessage, type Message } from "../../../src/jupyter/message.ts";
import type { ScriptedContents } from "./scripted-contents.ts";

/** The actions of a cell of the scripted kernel. */
export type Talk = {
  /** Publishes a message on IOPub; while the client is away it is kept or lost, by `keeps`. */
  readonly publish: (type: string, content: JsonObject) => void;
  readonly print: (text: string) => void;
  readonly reply: (content?: JsonObject) => void;
  readonly idle: () => void;
  /** Resolves when the client has received everything sent so far; by the clocks, later messages come after a while. */
  readonly arrived: () => Promise<void>;
  /** Cuts the connection, and resolves when the server has noticed. */
  readonly cut: () => Promise<void>;
  /** Resolves when the client is connected again. */
  readonly back: () => Promise<void>;
  /** Replaces the kernel's process: later messages have another session. */
  readonly restart: () => void;
};

/** Longer than messages take from a kernel to its server. */
const A_WHILE_MS = 150;

type Answer = { status: number; body?: string } | "hang up" | undefined;

/** The behaviour of a scripted server; may be changed while it runs. */
export type Behaviour = {
  /** Runs a cell with this code; the server then adds a reply and idle if they are missing. Default: only a reply. */
  cell: (code: string, talk: Talk) => Promise<void> | void;
  /** Keeps a kernel's outputs while its client is away; replies are always kept. Default true. */
  keeps: boolean;
  /**
   * Answers a request in the server's place; undefined, the default, lets the server answer. `hang up` closes the
   * connection without an answer.
   */
  answer: (method: string, path: string) => Answer | Promise<Answer>;
  /** The status with which it refuses a WebSocket; undefined, the default, accepts it. */
  refusal: () => number | undefined;
  /** True when the kernel does not answer questions about itself. */
  isMute: boolean;
  /** The fields of its kernelspecs that differ from those of a kernel that ends with its server. */
  spec: JsonObject;
  /** The names of its kernels. Default: `script`. */
  kernels: readonly string[];
  /** The lead of the kernel's clock over the server's, in milliseconds. Default 0. */
  kernelAhead: number;
  /** The start time that the server reports, in ISO 8601. */
  since: string;
  /** The server's files; undefined, the default, for a server without a contents API. */
  contents: ScriptedContents | undefined;
};

const Incoming = v.object({
  header: v.custom<Message["header"]>((value) => v.is(v.object({ msg_id: v.string(), msg_type: v.string() }), value)),
  content: v.custom<JsonObject>((value) => typeof value === "object"),
});

const Start = v.object({ path: v.string(), env: v.record(v.string(), v.string()) });
const Session = v.object({ path: v.string(), type: v.literal("notebook"), kernel: v.object({ name: v.string() }) });

/** A Jupyter server whose kernels are functions. It speaks the protocol of servers before 2.0. */
export class ScriptedServer {
  readonly behaviour: Behaviour;
  /** The number of kernels that were started. */
  started = 0;
  /** The number of pongs from the client, which carry nothing but an acknowledgement. */
  pongs = 0;
  /** The folder requested for the last kernel. */
  folder = "";
  /** The environment variables requested for the last kernel. */
  env: Readonly<Record<string, string>> = {};
  url = "";
  /** The time that the clocks of the server and its kernel have skipped, in milliseconds. */
  #passed = 0;
  #session = randomUUID();
  #lastActivity = new Date().toISOString();
  #client: WebSocket | undefined;
  #kept: string[] = [];
  #connected: (() => void)[] = [];

  constructor(behaviour: Partial<Behaviour>) {
    this.behaviour = {
      cell: (_, talk) => talk.reply(),
      keeps: true,
      answer: () => undefined,
      refusal: () => undefined,
      isMute: false,
      spec: {},
      kernels: ["script"],
      kernelAhead: 0,
      since: "2026-01-01T00:00:00Z",
      contents: undefined,
      ...behaviour,
    };
  }

  async listen(): Promise<this> {
    const http = createServer((request, response) => void this.#answer(request, response));
    const verifyClient: VerifyClientCallbackAsync = (_, decide) => {
      const status = this.behaviour.refusal();
      decide(status === undefined, status);
    };
    const sockets = new WebSocketServer({ server: http, handleProtocols: () => false, verifyClient });
    sockets.on("connection", (client) => this.#connect(client));
    http.listen(0, "127.0.0.1");
    await once(http, "listening");
    onTestFinished(() => {
      for (const client of sockets.clients) client.terminate();
      http.closeAllConnections();
      http.close();
    });
    const address = http.address();
    this.url = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}/`;
    return this;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = "", url = "" } = request;
    const body = await wholeText(request);
    const path = url.replace(/\?.*/, "");
    const own = await this.behaviour.answer(method, path);
    if (own === "hang up") {
      request.socket.destroy();
      return;
    }
    const scripted = own === undefined ? undefined : ([own.status, own.body ?? ""] as const);
    const [status, answer] =
      scripted ?? this.behaviour.contents?.answer(method, path, body) ?? this.#own(method, path, body);
    response.writeHead(status, { "content-type": "application/json" });
    response.end(answer);
  }

  #own(method: string, path: string, body: string): [number, string] {
    if (path.startsWith("/api/contents")) return [404, ""];
    if (path === "/api/status") return [200, JSON.stringify({ started: this.behaviour.since })];
    const argv = ["python", "-m", "ipykernel_launcher"];
    const spec = { argv, display_name: "Script", language: "script", ...this.behaviour.spec };
    if (path === "/api/kernelspecs") {
      const specs = this.behaviour.kernels.map((name) => [name, { name, spec }]);
      return [200, JSON.stringify({ kernelspecs: Object.fromEntries(specs) })];
    }
    if (method === "POST" && path === "/api/kernels") {
      this.started += 1;
      const { path: folder, env } = v.parse(Start, JSON.parse(body));
      Object.assign(this, { folder, env });
    }
    if (method === "POST" && path === "/api/sessions") {
      this.started += 1;
      this.folder = v.parse(Session, JSON.parse(body)).path.replace(/\/?[^/]*$/, "");
    }
    const state = { execution_state: "idle", last_activity: this.#lastActivity };
    const model = JSON.stringify({ id: randomUUID(), name: "script", ...state });
    if (method === "POST" && path === "/api/sessions") return [201, `{"id":"s","kernel":${model}}`];
    if (method === "POST") return [path === "/api/kernels" ? 201 : 204, path === "/api/kernels" ? model : ""];
    return method === "DELETE" ? [204, ""] : [200, model];
  }

  #connect(client: WebSocket): void {
    this.#client = client;
    for (const text of this.#kept.splice(0)) client.send(text);
    for (const resolve of this.#connected.splice(0)) resolve();
    client.on("pong", () => (this.pongs += 1));
    client.addEventListener("message", ({ data }) => {
      const { header, content } = v.parse(Incoming, JSON.parse(typeof data === "string" ? data : ""));
      const request: Message = { header, content, parent_header: {}, metadata: {}, buffers: [] };
      if (header.msg_type === "kernel_info_request" && !this.behaviour.isMute) this.#info(request);
      if (header.msg_type === "execute_request") void this.#execute(request);
    });
  }

  #info(request: Message): void {
    const info = { name: "script", version: "1", mimetype: "text/plain", file_extension: ".txt" };
    this.#send(request, "iopub", "status", { execution_state: "busy" });
    this.#send(request, "shell", "kernel_info_reply", { status: "ok", language_info: info });
    this.#send(request, "iopub", "status", { execution_state: "idle" });
  }

  async #execute(request: Message): Promise<void> {
    const publish: Talk["publish"] = (type, content) => this.#send(request, "iopub", type, content);
    publish("status", { execution_state: "busy" });
    let isIdle = false;
    const idle = (): void => {
      if (!isIdle) publish("status", { execution_state: "idle" });
      isIdle = true;
    };
    let isReplied = false;
    const reply: Talk["reply"] = (content = {}) => {
      isReplied = true;
      this.#send(request, "shell", "execute_reply", { status: "ok", execution_count: 1, ...content });
    };
    await this.behaviour.cell(v.parse(v.string(), request.content["code"]), {
      publish,
      print: (text) => publish("stream", { name: "stdout", text }),
      reply,
      idle,
      arrived: async () => {
        this.#passed += A_WHILE_MS;
        const client = this.#client;
        if (client === undefined) return;
        const pong = once(client, "pong");
        client.ping();
        await pong;
      },
      cut: async () => {
        const client = this.#client;
        this.#client = undefined;
        client?.terminate();
        if (client !== undefined) await once(client, "close");
      },
      restart: () => {
        this.#session = randomUUID();
      },
      back: async () => {
        if (this.#client === undefined) await new Promise<void>((resolve) => this.#connected.push(resolve));
      },
    });
    if (!isReplied) reply();
    idle();
  }

  #send(parent: Message, channel: string, type: string, content: JsonObject): void {
    const { buffers: _, header, ...message } = createMessage(this.#session, type, content, { parent });
    const at = Date.parse(header.date) + this.#passed;
    if (channel === "iopub") this.#lastActivity = new Date(at).toISOString();
    const date = new Date(at + this.behaviour.kernelAhead).toISOString();
    const text = JSON.stringify({ ...message, header: { ...header, date }, channel });
    if (this.#client !== undefined) this.#client.send(text);
    else if (this.behaviour.keeps || channel === "shell") this.#kept.push(text);
  }
}
