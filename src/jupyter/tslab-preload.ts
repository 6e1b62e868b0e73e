// Loaded by tslab's process before tslab itself, to correct three faults of tslab 1.0.22. It loses output: zeromq
// refuses a message while another is being sent (after about 500 in one turn), and tslab drops refused messages; and a
// publisher's queue holds 1000 messages, past which a busy client misses some. It stops answering for good when a
// request arrives while it opens its sockets, since zeromq then refuses to receive from them and to send. It keeps
// running when the process that started it is killed.
import { createRequire } from "node:module";
import type { MessageLike } from "zeromq";
import { isAlive } from "../util/programs/is-alive.ts";

type Message = MessageLike | MessageLike[];

const PARENT_CHECK_MS = 1000;
const UNLIMITED = 0;

const zeromq: typeof import("zeromq") = createRequire(process.argv[1] ?? import.meta.url)("zeromq");

/** A publisher whose messages wait instead of being lost. */
class WaitingPublisher extends zeromq.Publisher {
  #waiting: Message[] = [];

  constructor(options?: ConstructorParameters<typeof zeromq.Publisher>[0]) {
    super({ ...options, sendHighWaterMark: UNLIMITED });
  }

  override send(message: Message): Promise<void> {
    if (this.#waiting.length > 0) {
      this.#waiting.push(message);
      return Promise.resolve();
    }
    try {
      return super.send(message);
    } catch (error) {
      if (!isBusy(error)) throw error;
      this.#waiting = [message];
      return this.#sendWaiting();
    }
  }

  async #sendWaiting(): Promise<void> {
    for (let message = this.#waiting[0]; message !== undefined; message = this.#waiting[0]) {
      try {
        await super.send(message);
        this.#waiting.shift();
      } catch (error) {
        if (!isBusy(error)) throw error;
        // Tried again a turn later, so that a message that was refused for being too early is not refused again.
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
  }
}

/** A socket for requests that receives and sends nothing while it opens. */
class WaitingRouter extends zeromq.Router {
  #opening: Promise<void> | undefined;

  override bind(address: string): Promise<void> {
    this.#opening = super.bind(address).finally(() => (this.#opening = undefined));
    return this.#opening;
  }

  override receive(): ReturnType<typeof zeromq.Router.prototype.receive> {
    return this.#opening?.then(() => super.receive()) ?? super.receive();
  }

  override send(message: Message): Promise<void> {
    return this.#opening?.then(() => super.send(message)) ?? super.send(message);
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "EBUSY";
}

Object.defineProperty(zeromq, "Publisher", { value: WaitingPublisher, enumerable: true });
Object.defineProperty(zeromq, "Router", { value: WaitingRouter, enumerable: true });

const parent = process.ppid;
// The runner may be killed before this process has read its parent's id.
const runner = Number(process.env["TSNB_RUN_PID"] ?? 0);
setInterval(() => {
  if (process.ppid !== parent || (runner !== 0 && !isAlive(runner))) process.exit();
}, PARENT_CHECK_MS).unref();
