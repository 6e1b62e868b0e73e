// Loaded by tslab's process before tslab itself. zeromq refuses a message while another is on its way
// (after about 500 in one turn), and tslab 1.0.22 drops what is refused, so that a loop which prints a
// thousand lines loses half of them. tslab also stays behind when the process that started it is killed.
import { createRequire } from "node:module";
import type { MessageLike, Publisher } from "zeromq";

type Message = MessageLike | MessageLike[];
type Send = (this: Publisher, message: Message) => Promise<void>;

const PARENT_CHECK_MS = 1000;

const fromTslab = createRequire(process.argv[1] ?? import.meta.url);
const zeromq: typeof import("zeromq") = fromTslab("zeromq");
// oxlint-disable-next-line typescript/unbound-method -- it is called with a publisher.
const send: Send = zeromq.Publisher.prototype.send;
const waiting = new WeakMap<Publisher, Message[]>();

async function sendWaiting(publisher: Publisher, queue: Message[]): Promise<void> {
  for (let message = queue[0]; message !== undefined; message = queue[0]) {
    // A turn later, so that what was refused for being too soon is not refused again.
    await new Promise((resolve) => setImmediate(resolve));
    while (message !== undefined && (await isSent(publisher, message))) {
      queue.shift();
      message = queue[0];
    }
  }
  waiting.delete(publisher);
}

async function isSent(publisher: Publisher, message: Message): Promise<boolean> {
  try {
    await send.call(publisher, message);
    return true;
  } catch (error) {
    if (isBusy(error)) return false;
    throw error;
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "EBUSY";
}

const sendInOrder: Send = function (message) {
  const queue = waiting.get(this);
  if (queue !== undefined) {
    queue.push(message);
    return Promise.resolve();
  }
  try {
    return send.call(this, message);
  } catch (error) {
    if (!isBusy(error)) throw error;
    const started = [message];
    waiting.set(this, started);
    return sendWaiting(this, started);
  }
};
Object.defineProperty(zeromq.Publisher.prototype, "send", { value: sendInOrder, configurable: true, writable: true });

const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent) process.exit();
}, PARENT_CHECK_MS).unref();
