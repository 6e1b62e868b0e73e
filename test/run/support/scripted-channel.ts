// A kernel without a process, behind a client's sockets: everything above them is the code that runs for real
// kernels. It stands in for two modules, by `vi.mock`. A cell's code is a JSON list of steps, in order:
//   ["iopub" | "shell" | "stdin", type, content, parent?]  a message; its parent is by default the cell's request, or
//       for a number, the request so many cells before; for "nobody", none; for "other", one of another client
//   ["reply", content?, parent?]     an execute_reply; by default `{"status": "ok", "execution_count": …}`
//   ["busy", parent?], ["idle", parent?], ["comm busy"]
//   ["repeat", count, step]          the same step many times
//   ["raw", frames]                  frames that need not be a message
//   ["until", "interrupt" | "request" | "resent"]  goes on when interrupted, when another request comes, or when the
//       cell is sent again
//   ["under way", step]              a step that is still in the sockets when the process has ended
//   ["exit", code]                   the process ends
import { randomUUID } from "node:crypto";
import type { ClientChannel, ClientChannels, ClientHandlers } from "../../../src/jupyter/client-channels.ts";
import type { Connection } from "../../../src/jupyter/connection-file.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../../../src/jupyter/json.ts";
import { createMessage, type Message, reply } from "../../../src/jupyter/message.ts";
import { decodeMessage, encodeMessage } from "../../../src/jupyter/wire.ts";
import type { Exit, KernelProcess } from "../../../src/run/transport/kernel-process.ts";
import { deferred } from "../../../src/util/deferred.ts";

/** A step of a cell. */
export type Step = readonly [string, ...JsonValue[]];

const SESSION = "the kernel's";
const kernels = new Map<string, ScriptedKernel>();

/** The comm messages that clients have sent to kernels. */
export const commsSent: Message[] = [];

export function launchKernel(): Promise<KernelProcess> {
  const kernel = new ScriptedKernel();
  kernels.set(kernel.key, kernel);
  return Promise.resolve({
    connection: connectionWith(kernel.key),
    exited: kernel.exited,
    portTaken: new Promise<void>(() => {}),
    pid: 0,
    signal: () => kernel.wake("interrupt"),
    kill: () => kernel.exit({ code: null, signal: "SIGKILL", lastWords: "" }),
  });
}

export function connectChannels({ key }: Connection, handlers: ClientHandlers): ClientChannels {
  const kernel = kernels.get(key);
  if (kernel === undefined) throw new TypeError("there is no such kernel");
  kernel.client = handlers;
  return {
    send: (_, message) => {
      // Messages arrive later, as over a real socket.
      setImmediate(() => void kernel.receive(message));
      return Promise.resolve();
    },
    canAsk: () => true,
    hungUp: kernel.hungUp,
    drained: () => kernel.arrive(),
    close: () => kernels.delete(key),
  };
}

/** A cell that runs: the request to run it, replaced when the request is sent again. */
type Running = { request: Message };

class ScriptedKernel {
  readonly key = randomUUID();
  client: ClientHandlers | undefined;
  readonly #end = deferred<Exit>();
  readonly exited = this.#end.promise;
  readonly #hungUp = deferred<void>();
  readonly hungUp = this.#hungUp.promise;
  readonly #underWay: (() => Promise<void>)[] = [];
  readonly #cells: Running[] = [];
  readonly #sleepers = new Map<string, () => void>();
  #isOver = false;

  exit(exit: Exit): void {
    this.#isOver = true;
    this.#end.resolve(exit);
  }

  /** Delivers the messages that were under way when the process ended. */
  async arrive(): Promise<void> {
    this.#isOver = false;
    for (const step of this.#underWay.splice(0)) await step();
    this.#isOver = true;
    this.#hungUp.resolve();
  }

  wake(reason: string): boolean {
    const sleeper = this.#sleepers.get(reason);
    this.#sleepers.delete(reason);
    sleeper?.();
    return sleeper !== undefined;
  }

  async receive(request: Message): Promise<void> {
    // A step that waits for a request continues before the request is answered.
    if (this.wake("request")) await new Promise(setImmediate);
    switch (request.header.msg_type) {
      case "kernel_info_request":
        this.#status("busy", request);
        this.#tell("shell", reply("kernel", request, { status: "ok", language_info: { name: "script" } }));
        this.#status("idle", request);
        break;
      case "shutdown_request":
        this.#tell("control", reply("kernel", request, { status: "ok", restart: false }));
        this.exit({ code: 0, signal: null, lastWords: "" });
        break;
      case "execute_request":
        await this.#execute(request);
        break;
      default:
        commsSent.push(request);
    }
  }

  async #execute(request: Message): Promise<void> {
    const running = this.#cells.at(-1);
    if (running !== undefined && this.#sleepers.has("resent")) {
      running.request = request;
      this.wake("resent");
      return;
    }
    const cell = { request };
    this.#cells.push(cell);
    for (const step of stepsIn(request.content["code"])) await this.#take(step, cell);
  }

  async #take([step, first, second, third]: Step, cell: Running): Promise<void> {
    switch (step) {
      case "busy":
      case "idle":
        this.#status(step, this.#parent(first, cell));
        break;
      case "comm busy":
        this.#status("busy", createMessage("the client's", "comm_msg", {}));
        break;
      case "reply": {
        const content = { status: "ok", execution_count: this.#cells.length, ...objectIn(first) };
        this.#tell("shell", messageOf("execute_reply", content, this.#parent(second, cell)));
        break;
      }
      case "iopub":
      case "shell":
      case "stdin":
        this.#tell(step, messageOf(first, objectIn(second), this.#parent(third, cell)));
        break;
      case "repeat":
        for (let count = 0; count < Number(first); count++) await this.#take(stepIn(second), cell);
        break;
      case "raw":
        this.#deliver(
          "iopub",
          listIn(first).map((frame) => Buffer.from(wordIn(frame))),
        );
        break;
      case "under way":
        this.#underWay.push(() => this.#take(stepIn(first), cell));
        break;
      case "until":
        await new Promise<void>((resolve) => this.#sleepers.set(wordIn(first), resolve));
        break;
      case "exit":
        this.exit({ code: Number(first), signal: null, lastWords: "" });
        break;
      default:
        throw new TypeError(`there is no step ${step}`);
    }
  }

  #parent(named: JsonValue | undefined, { request }: Running): Message | undefined {
    if (named === "nobody") return undefined;
    if (named === "other") return createMessage("another client's", "execute_request", {});
    return typeof named === "number" ? this.#cells.at(-1 - named)?.request : request;
  }

  #status(state: string, parent: Message | undefined): void {
    this.#tell("iopub", messageOf("status", { execution_state: state }, parent));
  }

  #tell(channel: ClientChannel, message: Message): void {
    this.#deliver(
      channel,
      encodeMessage(message, this.key).map((frame) => Buffer.from(frame)),
    );
  }

  #deliver(channel: ClientChannel, frames: readonly Buffer[]): void {
    if (this.#isOver) return;
    let received: Message;
    try {
      ({ message: received } = decodeMessage(frames, this.key));
    } catch (error) {
      this.client?.onInvalid(error);
      return;
    }
    this.client?.onMessage(channel, received);
  }
}

function messageOf(type: JsonValue | undefined, content: JsonObject, parent: Message | undefined): Message {
  return createMessage(SESSION, wordIn(type), content, parent === undefined ? {} : { parent });
}

function stepsIn(code: JsonValue | undefined): readonly Step[] {
  const steps: JsonValue = JSON.parse(wordIn(code));
  return listIn(steps).map(stepIn);
}

function stepIn(value: JsonValue | undefined): Step {
  const [step, ...args] = listIn(value);
  return [wordIn(step), ...args];
}

function listIn(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? value : [];
}

function wordIn(value: JsonValue | undefined): string {
  return typeof value === "string" ? value : "";
}

function objectIn(value: JsonValue | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

function connectionWith(key: string): Connection {
  const ports = { shell_port: 1, iopub_port: 1, stdin_port: 1, control_port: 1, hb_port: 1 };
  return { transport: "tcp", ip: "127.0.0.1", ...ports, key, signature_scheme: "hmac-sha256", kernel_name: "script" };
}
