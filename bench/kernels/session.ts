import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { stripVTControlCharacters } from "node:util";
import { Dealer, Subscriber } from "zeromq";
import { addressOf, type Connection, newConnection, writeConnectionFile } from "../../src/jupyter/connection-file.ts";
import { isJsonObject, type JsonObject } from "../../src/jupyter/json.ts";
import { createMessage, type Message } from "../../src/jupyter/message.ts";
import { decodeMessage, encodeMessage } from "../../src/jupyter/wire.ts";
import { plainEnvironment } from "../measure.ts";
import { freePort } from "./ports.ts";
import type { System } from "./systems.ts";

/** The time in milliseconds for a kernel to end before it is killed. */
const SHUTDOWN_MS = 2000;

/** The outcome of a cell as the client sees it; times are milliseconds since the cell was sent. */
export type Ran = {
  /** Until its reply, its idle status and, if requested, its first output arrived. */
  readonly ms: number;
  /** Until its first output or, without output, its end. */
  readonly outputMs: number;
  readonly text: string;
  /** The status in the reply. */
  readonly status: "ok" | "error";
};

/** "nearly" means that the answer may be complete, but more may come. */
type State = "waiting" | "nearly" | "done";

type Waiting = {
  readonly id: string;
  readonly onMessage: (message: Message) => void;
  readonly onEnd: (error: Error) => void;
};

// The delay before a socket that finds no listener tries again: the most that the client adds to a start.
const RECONNECT_MS = 1;
const PATIENCE_MS = 120_000;
const START_MS = 10_000;
const ATTEMPTS = 4;
const LOST_MS = 1000;
const OUTPUTS = new Set(["execute_result", "display_data", "stream", "error"]);

/** A kernel's process and its client, which adds as little time as possible, the same for every kernel. */
export class KernelSession {
  readonly process: ChildProcess;
  readonly startedAt: number;
  readyMs = Number.NaN;
  readonly #connection: Connection;
  readonly #shell: Dealer;
  readonly #control: Dealer;
  readonly #iopub: Subscriber;
  readonly #session = randomUUID();
  readonly #dispose: () => Promise<void>;
  readonly #name: string;
  readonly #comms = new Map<string, (data: JsonObject) => void>();
  #waiting: Waiting[] = [];
  #sending: Promise<unknown> = Promise.resolve();

  /**
   * Starts a kernel in a folder and waits for its reply to kernel_info; `readyMs` is the time from the start of its
   * process. tslab fails if a request comes while it opens its sockets: then the start is repeated.
   */
  static async start(system: System, folder: string): Promise<KernelSession> {
    for (let attempt = 1; ; attempt++) {
      const kernel = await KernelSession.#spawn(system, folder);
      try {
        await kernel.#request("kernel_info_request", {}, whenReplied, START_MS);
        kernel.readyMs = performance.now() - kernel.startedAt;
        return kernel;
      } catch (error) {
        await kernel.stop();
        if (attempt === ATTEMPTS) throw error;
      }
    }
  }

  static async #spawn(system: System, folder: string): Promise<KernelSession> {
    const connection = {
      ...(await newConnection(system.name)),
      shell_port: await freePort(),
      iopub_port: await freePort(),
      stdin_port: await freePort(),
      control_port: await freePort(),
      hb_port: await freePort(),
    };
    const file = await writeConnectionFile(connection);
    return new KernelSession(system, folder, connection, file);
  }

  private constructor(
    system: System,
    cwd: string,
    connection: Connection,
    file: { readonly path: string; readonly dispose: () => Promise<void> },
  ) {
    this.#name = system.name;
    this.#connection = connection;
    this.#dispose = file.dispose;
    const options = { linger: 0, reconnectInterval: RECONNECT_MS, receiveHighWaterMark: 0, sendHighWaterMark: 0 };
    const routingId = randomUUID();
    this.#shell = new Dealer({ ...options, routingId });
    this.#control = new Dealer({ ...options, routingId });
    this.#iopub = new Subscriber({ linger: 0, reconnectInterval: RECONNECT_MS, receiveHighWaterMark: 0 });
    this.#iopub.subscribe();
    const [program = "", ...args] = system.command(file.path);
    this.startedAt = performance.now();
    this.process = spawn(program, args, {
      cwd,
      env: { ...plainEnvironment(), ...system.env },
      stdio: ["ignore", "ignore", process.env["TSNB_BENCH_LOG"] === undefined ? "ignore" : "inherit"],
    });
    this.#shell.connect(addressOf(connection, "shell"));
    this.#control.connect(addressOf(connection, "control"));
    this.#iopub.connect(addressOf(connection, "iopub"));
    void this.#listen(this.#shell);
    void this.#listen(this.#iopub);
    this.process.once("exit", (code, signal) => {
      for (const { onEnd } of this.#waiting) onEnd(new Error(`${system.name} ended with ${signal ?? code}`));
    });
  }

  get pid(): number {
    return this.process.pid ?? 0;
  }

  /**
   * Runs a cell; with `shows`, also waits for its first output. Deno may send the output after the cell's idle status,
   * or lose it: then the times up to the last message count.
   */
  async run(code: string, { shows = false } = {}): Promise<Ran> {
    const content = { code, silent: false, store_history: true, user_expressions: {}, allow_stdin: false };
    const sentAt = performance.now();
    let [outputMs, ms]: [number | undefined, number] = [undefined, Number.NaN];
    let text = "";
    let status: Ran["status"] = "error";
    let isReplied = false;
    let isIdle = false;
    await this.#request("execute_request", content, (message) => {
      ms = performance.now() - sentAt;
      if (OUTPUTS.has(message.header.msg_type)) {
        outputMs ??= ms;
        text += textOf(message);
      }
      if (message.header.msg_type === "execute_reply") {
        isReplied = true;
        status = message.content["status"] === "ok" ? "ok" : "error";
      }
      isIdle ||= message.content["execution_state"] === "idle";
      if (isReplied && isIdle && (!shows || outputMs !== undefined)) return "done";
      return isReplied ? "nearly" : "waiting";
    });
    return { ms, outputMs: outputMs ?? ms, text, status };
  }

  /** Asks for completions at the end of a cell; returns the time in milliseconds and the number of completions. */
  async complete(code: string): Promise<{ readonly ms: number; readonly count: number }> {
    const sentAt = performance.now();
    let count = 0;
    await this.#request("complete_request", { code, cursor_pos: Array.from(code).length }, ({ header, content }) => {
      if (header.msg_type !== "complete_reply") return "waiting";
      count = Array.isArray(content["matches"]) ? content["matches"].length : 0;
      return "done";
    });
    return { ms: performance.now() - sentAt, count };
  }

  /**
   * Opens a comm.
   *
   * @param onData receives the data of the kernel's messages.
   * @returns a function that sends data to the kernel.
   */
  openComm(target: string, data: JsonObject, onData: (data: JsonObject) => void): (data: JsonObject) => void {
    const id = randomUUID();
    this.#comms.set(id, onData);
    this.#send("comm_open", { comm_id: id, target_name: target, data });
    return (said) => this.#send("comm_msg", { comm_id: id, data: said });
  }

  /** Ends the kernel, whatever state it is in. */
  async stop(): Promise<void> {
    const gone = new Promise((resolve) => this.process.once("exit", resolve));
    const request = createMessage(this.#session, "shutdown_request", { restart: false });
    void this.#control.send(encodeMessage(request, this.#connection.key));
    const timer = setTimeout(() => this.process.kill("SIGKILL"), SHUTDOWN_MS);
    if (this.process.exitCode === null && this.process.signalCode === null) await gone;
    clearTimeout(timer);
    for (const socket of [this.#shell, this.#control, this.#iopub]) socket.close();
    await this.#dispose();
  }

  #send(type: string, content: JsonObject): void {
    this.#message(type, content).send();
  }

  #message(type: string, content: JsonObject): { readonly id: string; readonly send: () => void } {
    const message = createMessage(this.#session, type, content);
    const frames = encodeMessage(message, this.#connection.key).map((frame) => Buffer.from(frame));
    const send = (): void => {
      this.#sending = this.#sending.then(() => this.#shell.send(frames));
    };
    return { id: message.header.msg_id, send };
  }

  async #request(
    type: string,
    content: JsonObject,
    stateAt: (message: Message) => State,
    patience = PATIENCE_MS,
  ): Promise<void> {
    const { id, send } = this.#message(type, content);
    let timer: NodeJS.Timeout | undefined;
    let nearly: NodeJS.Timeout | undefined;
    const answered = new Promise<void>((resolve, onEnd) => {
      const late = `${this.#name} gave no answer to ${type} in ${patience / 1000} s`;
      timer = setTimeout(() => onEnd(new Error(late)), patience);
      const onMessage = (message: Message): void => {
        const state = stateAt(message);
        if (state === "done") resolve();
        if (state === "nearly") nearly ??= setTimeout(resolve, LOST_MS);
      };
      this.#waiting.push({ id, onMessage, onEnd });
    });
    send();
    try {
      await answered;
    } finally {
      clearTimeout(timer);
      clearTimeout(nearly);
      this.#waiting = this.#waiting.filter((waiting) => waiting.id !== id);
    }
  }

  async #listen(socket: Dealer | Subscriber): Promise<void> {
    for await (const frames of socket) {
      const { message } = decodeMessage(frames, this.#connection.key);
      const parent = message.parent_header.msg_id;
      for (const { id, onMessage } of this.#waiting) if (id === parent) onMessage(message);
      const { comm_id: comm, data } = message.content;
      if (typeof comm === "string" && isJsonObject(data)) this.#comms.get(comm)?.(data);
    }
  }
}

function whenReplied({ header }: Message): State {
  return header.msg_type === "kernel_info_reply" ? "done" : "waiting";
}

/** The text of an output, without colours. */
function textOf({ content }: Message): string {
  const { data, text, evalue } = content;
  const shown = [isJsonObject(data) ? data["text/plain"] : undefined, text, evalue];
  return stripVTControlCharacters(shown.find((part) => typeof part === "string") ?? "");
}
