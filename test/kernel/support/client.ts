// A Jupyter client with its own code for the protocol: a mistake that tsnb's client and kernel share shows here.
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { createHmac, randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll } from "vitest";
import { curveKeyPair, Dealer, Request as ZmqRequest, Subscriber } from "zeromq";
import { freePorts } from "../../../src/jupyter/free-ports.ts";

const KERNEL_MAIN = fileURLToPath(new URL("../../../dist/kernel/main.cjs", import.meta.url));

export type Content = Record<string, unknown>;

export type TestConnection = {
  transport: string;
  ip: string;
  shell_port: number;
  iopub_port: number;
  stdin_port: number;
  control_port: number;
  hb_port: number;
  key: string;
  signature_scheme: string;
  kernel_name: string;
  curve_publickey?: string;
  curve_secretkey?: string;
};

export type WireMessage = {
  header: { msg_id: string; msg_type: string; session: string; version: string; date: string; username: string };
  parent_header: { msg_id?: string; msg_type?: string; subshell_id?: string };
  metadata: Content;
  content: Content;
  buffers: Buffer[];
};

export type Execution = {
  id: string;
  reply: WireMessage;
  /** Everything on IOPub from busy to idle. */
  messages: WireMessage[];
  /** The messages on IOPub other than status and execute_input. */
  outputs: WireMessage[];
  stdout: string;
  stderr: string;
  /** The text/plain of the result; undefined without a result. */
  result: string | undefined;
};

export type StartOptions = {
  node?: string;
  env?: Record<string, string>;
  cwd?: string;
  transport?: "tcp" | "ipc";
  curve?: boolean;
  connection?: Partial<TestConnection>;
  /** Fields of the connection file that differ from the client's connection; undefined leaves a field out. */
  file?: Content;
  /** Sends kernel_info and waits for its reply. Default true. */
  ready?: boolean;
};

const TIMEOUT_MS = Number(process.env["TSNB_TEST_TIMEOUT"] ?? 60_000);

/** Starts a kernel for all tests of a file and ends it after them. */
export async function sharedClient(options?: StartOptions): Promise<Client> {
  const client = await Client.start(options);
  afterAll(() => client.stop());
  return client;
}

export class Client {
  readonly process: ChildProcess;
  readonly connection: TestConnection;
  readonly folder: string;
  readonly #sockets: { shell: Dealer; control: Dealer; stdin: Dealer; iopub: Subscriber; hb: ZmqRequest };
  readonly #replies = new Map<string, (message: WireMessage) => void>();
  readonly #watchers = new Set<(message: WireMessage) => void>();
  readonly #sending = new Map<unknown, Promise<unknown>>();
  /** All messages on IOPub, in order. */
  readonly published: WireMessage[] = [];
  onInput: (prompt: string, password: boolean, request: WireMessage) => string | undefined = () => "";
  /** The text that the kernel has written to stderr so far. */
  log = "";
  readonly #logListeners = new Set<() => void>();
  #wronglySigned = 0;
  #held: Promise<void> = Promise.resolve();
  #release: () => void = () => {};
  exited: Promise<number | null>;

  static async start(options: StartOptions = {}, tries = 3): Promise<Client> {
    const client = new Client(await newConnection(options), options);
    if (options.ready === false) return client;
    const ready = client.request("shell", "kernel_info_request", {}).then(() => true);
    // Another test may have taken a port since it was found free.
    const usable = client.exited.then(() =>
      tries > 1 && client.log.includes("Address already in use") ? false : ready,
    );
    if (await Promise.race([ready, usable])) return client;
    ready.catch(() => undefined);
    await client.stop();
    return Client.start(options, tries - 1);
  }

  private constructor(connection: TestConnection, options: StartOptions) {
    this.connection = connection;
    this.folder = mkdtempSync(join(tmpdir(), "kernel-test-"));
    const file = join(this.folder, "connection.json");
    writeFileSync(file, JSON.stringify({ ...connection, ...options.file }));
    this.process = spawn(
      options.node ?? process.env["TSNB_TEST_NODE"] ?? process.execPath,
      [KERNEL_MAIN, "--connection-file", file],
      {
        stdio: ["ignore", "ignore", "pipe"],
        env: { ...process.env, TSNB_CHECK: "off", ...options.env },
        cwd: options.cwd ?? process.cwd(),
      },
    );
    this.process.stderr?.on("data", (chunk: Buffer) => {
      this.log += chunk.toString();
      for (const listener of this.#logListeners) listener();
    });
    this.exited = new Promise((resolve) => this.process.once("exit", (code) => resolve(code)));
    const identity = randomUUID();
    const common = { linger: 0, reconnectInterval: 5, ...curveOptions(connection) };
    this.#sockets = {
      shell: new Dealer({ ...common, routingId: identity }),
      control: new Dealer({ ...common, routingId: identity }),
      stdin: new Dealer({ ...common, routingId: identity }),
      // Linux lets the buffer of a socket grow to 32 MB: a client that reads nothing would seem to have read them.
      iopub: new Subscriber({ ...common, receiveHighWaterMark: 50, receiveBufferSize: 1_000_000 }),
      hb: new ZmqRequest(common),
    };
    this.#sockets.iopub.subscribe("");
    for (const name of ["shell", "control", "stdin", "iopub", "hb"] as const) {
      this.#sockets[name].connect(address(connection, connection[`${name}_port`]));
    }
    void this.#listen(this.#sockets.shell, (message) => this.#onReply(message));
    void this.#listen(this.#sockets.control, (message) => this.#onReply(message));
    void this.#listen(this.#sockets.iopub, (message) => this.#onPublished(message));
    void this.#listen(this.#sockets.stdin, (message) => this.#onInput(message));
  }

  /** Sends a request and resolves to its reply. */
  async request(channel: "shell" | "control", type: string, content: Content): Promise<WireMessage> {
    const { id, reply } = this.send(channel, type, content);
    return withTimeout(reply, `${type} ${id}`, () => this.log);
  }

  send(channel: "shell" | "control" | "stdin", type: string, content: Content, extras: Extras = {}) {
    const id = extras.id ?? randomUUID();
    const reply = new Promise<WireMessage>((resolve) => this.#replies.set(id, resolve));
    void this.sendFrames(channel, this.frames(id, type, content, extras));
    return { id, reply };
  }

  frames(id: string, type: string, content: unknown, extras: Extras = {}): (string | Uint8Array)[] {
    return this.rawFrames(type, JSON.stringify(content), { ...extras, id });
  }

  /** The frames of a correctly signed message whose content need not be JSON. */
  rawFrames(type: string, content: string, extras: Extras = {}): (string | Uint8Array)[] {
    const header = {
      msg_id: extras.id ?? randomUUID(),
      msg_type: type,
      session: "test",
      username: "tester",
      date: new Date().toISOString(),
      version: "5.3",
      ...(extras.subshell === undefined ? {} : { subshell_id: extras.subshell }),
    };
    const rest = [extras.parent ?? {}, extras.metadata ?? {}].map((part) => JSON.stringify(part));
    const parts = [JSON.stringify(header), ...rest, content];
    return ["<IDS|MSG>", sign(parts, extras.key ?? this.connection.key), ...parts, ...(extras.buffers ?? [])];
  }

  async sendFrames(channel: "shell" | "control" | "stdin", frames: (string | Uint8Array)[]): Promise<void> {
    const socket = this.#sockets[channel];
    const turn = (this.#sending.get(socket) ?? Promise.resolve()).then(() => socket.send(frames));
    this.#sending.set(socket, turn);
    await turn;
  }

  async heartbeat(): Promise<string> {
    await this.#sockets.hb.send("ping");
    const [answer] = await withTimeout(this.#sockets.hb.receive(), "heartbeat", () => this.log);
    return String(answer);
  }

  /** Runs a cell and collects its messages until the kernel is idle. */
  execute(code: string, content: Content = {}, metadata: Content = {}): Promise<Execution> {
    return this.begin(code, content, metadata).done;
  }

  begin(
    code: string,
    content: Content = {},
    metadata: Content = {},
  ): { id: string; reply: Promise<WireMessage>; done: Promise<Execution> } {
    const id = randomUUID();
    const idle = this.waitFor((m) => m.parent_header.msg_id === id && m.content["execution_state"] === "idle", code);
    const full = { code, silent: false, store_history: true, user_expressions: {}, allow_stdin: true, ...content };
    const { reply } = this.send("shell", "execute_request", full, { id, metadata });
    const done = (async (): Promise<Execution> => {
      const [answer] = await Promise.all([withTimeout(reply, code, () => this.log), idle]);
      return summary(id, answer, this.of(id));
    })();
    // A test that fails before it looks at this cell reports its own failure, not this one.
    done.catch(() => {});
    return { id, reply, done };
  }

  /** The messages on IOPub so far whose parent is this request. */
  of(id: string): WireMessage[] {
    return this.published.filter((message) => message.parent_header.msg_id === id);
  }

  /** Resolves to the first message on IOPub that fits, published already or later. */
  waitFor(fits: (message: WireMessage) => boolean, what = "a message"): Promise<WireMessage> {
    const found = this.published.find(fits);
    if (found) return Promise.resolve(found);
    const wait = new Promise<WireMessage>((resolve) => {
      const watcher = (message: WireMessage): void => {
        if (!fits(message)) return;
        this.#watchers.delete(watcher);
        resolve(message);
      };
      this.#watchers.add(watcher);
    });
    return withTimeout(wait, what, () => this.log);
  }

  /** Resolves once the kernel has written this to stderr, which is not in order with its messages. */
  logged(text: string): Promise<void> {
    const written = new Promise<void>((resolve) => {
      const look = (): void => {
        if (!this.log.includes(text)) return;
        this.#logListeners.delete(look);
        resolve();
      };
      this.#logListeners.add(look);
      look();
    });
    return withTimeout(written, `"${text}" on stderr`, () => this.log);
  }

  /** Stops reading IOPub, as a busy client does, or resumes it. */
  hold(held: boolean): void {
    this.#release();
    if (held) {
      this.#held = new Promise((resolve) => {
        this.#release = resolve;
      });
    }
  }

  /** The resident memory of the kernel's own process, in MiB. */
  residentMegabytes(): number {
    if (process.platform === "linux") {
      const status = readFileSync(`/proc/${this.process.pid}/status`, "utf8");
      return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) / 1024;
    }
    const { stdout } = spawnSync("ps", ["-o", "rss=", "-p", String(this.process.pid)], { encoding: "utf8" });
    return Number(stdout.trim() || "NaN") / 1024;
  }

  async interrupt(): Promise<WireMessage> {
    return this.request("control", "interrupt_request", {});
  }

  /** Shuts the kernel down by a request, as clients do; resolves to its exit code, null after a signal. */
  async shutdown(restart = false): Promise<number | null> {
    this.send("control", "shutdown_request", { restart });
    const code = await withTimeout(this.exited, "the kernel's end", () => this.log);
    this.close();
    return code;
  }

  /** Shuts the kernel down if it still runs, and closes the sockets. */
  async stop(): Promise<void> {
    if (this.process.exitCode === null && this.process.signalCode === null) await this.shutdown();
    else this.close();
    if (this.#wronglySigned > 0 && !this.log.includes("Address already in use"))
      throw new Error(`${this.#wronglySigned} messages of the kernel were signed wrongly`);
  }

  close(): void {
    for (const socket of Object.values(this.#sockets)) socket.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #listen(socket: Dealer | Subscriber, onMessage: (message: WireMessage) => void): Promise<void> {
    for await (const frames of socket) {
      const message = decode(frames, this.connection.key);
      // A kernel of another test may have taken a port that was free; this client's own kernel ends then.
      if (message === undefined) this.#wronglySigned += 1;
      else onMessage(message);
      if (socket === this.#sockets.iopub) await this.#held;
    }
  }

  #onReply(message: WireMessage): void {
    const id = message.parent_header.msg_id ?? "";
    this.#replies.get(id)?.(message);
    this.#replies.delete(id);
  }

  #onPublished(message: WireMessage): void {
    this.published.push(message);
    for (const watcher of this.#watchers) watcher(message);
  }

  #onInput(message: WireMessage): void {
    const value = this.onInput(String(message.content["prompt"]), message.content["password"] === true, message);
    if (value !== undefined) this.send("stdin", "input_reply", { status: "ok", value }, { parent: message.header });
  }
}

type Extras = {
  id?: string;
  parent?: unknown;
  metadata?: Content;
  buffers?: Uint8Array[];
  key?: string;
  subshell?: string;
};

function summary(id: string, reply: WireMessage, messages: WireMessage[]): Execution {
  const outputs = messages.filter((m) => m.header.msg_type !== "status" && m.header.msg_type !== "execute_input");
  const text = (name: string): string =>
    outputs
      .filter((m) => m.header.msg_type === "stream" && m.content["name"] === name)
      .map((m) => String(m.content["text"]))
      .join("");
  const data = outputs.find((m) => m.header.msg_type === "execute_result")?.content["data"];
  return { id, reply, messages, outputs, stdout: text("stdout"), stderr: text("stderr"), result: plainOf(data) };
}

function plainOf(data: unknown): string | undefined {
  if (typeof data !== "object" || data === null || !("text/plain" in data)) return undefined;
  return String(data["text/plain"]);
}

function sign(parts: (string | Uint8Array)[], key: string): string {
  if (key === "") return "";
  const hmac = createHmac("sha256", key);
  for (const part of parts) hmac.update(part);
  return hmac.digest("hex");
}

/** The message in frames; undefined when another key has signed it. */
function decode(frames: Buffer[], key: string): WireMessage | undefined {
  const at = frames.findIndex((frame) => frame.toString() === "<IDS|MSG>");
  const [signature, ...rest] = frames.slice(at + 1);
  const parts = rest.slice(0, 4);
  if (signature?.toString() !== sign(parts, key)) return undefined;
  const [header, parent_header, metadata, content] = parts.map((part) => JSON.parse(part.toString("utf8")));
  return { header, parent_header, metadata, content, buffers: rest.slice(4) };
}

function address({ transport, ip }: TestConnection, port: number): string {
  return transport === "ipc" ? `ipc://${ip}-${port}` : `tcp://127.0.0.1:${port}`;
}

function curveOptions({ curve_publickey: serverKey }: TestConnection) {
  if (serverKey === undefined) return {};
  const { publicKey, secretKey } = curveKeyPair();
  return { curvePublicKey: publicKey, curveSecretKey: secretKey, curveServerKey: serverKey };
}

async function newConnection(options: StartOptions): Promise<TestConnection> {
  const [shell = 1, iopub = 2, stdin = 3, control = 4, hb = 5] = options.transport === "ipc" ? [] : await freePorts(5);
  const keys = options.curve ? curveKeyPair() : undefined;
  return {
    transport: options.transport ?? "tcp",
    ip: options.transport === "ipc" ? join(tmpdir(), `k${randomUUID().slice(0, 8)}`) : "127.0.0.1",
    shell_port: shell,
    iopub_port: iopub,
    stdin_port: stdin,
    control_port: control,
    hb_port: hb,
    key: randomUUID(),
    signature_scheme: "hmac-sha256",
    kernel_name: "tsnb",
    ...(keys && { curve_publickey: keys.publicKey, curve_secretkey: keys.secretKey }),
    ...options.connection,
  };
}

async function withTimeout<T>(work: Promise<T>, what: string, log: () => string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${TIMEOUT_MS} ms: ${what}\n${log()}`)), TIMEOUT_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
