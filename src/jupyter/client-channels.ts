import { randomUUID } from "node:crypto";
import { createRequire } from "node:module";
import { setImmediate as turn } from "node:timers/promises";
import type { Dealer, Socket } from "zeromq";
import { addressOf, type Channel, type Connection } from "./connection-file.ts";
import { deferred } from "../util/deferred.ts";
import { within } from "../util/within.ts";
import type { Message } from "./message.ts";
import { decodeMessage, encodeMessage } from "./wire.ts";

/** A socket of a kernel that carries messages, as seen by a client. */
export type ClientChannel = Exclude<Channel, "hb">;

/** A client's side of a kernel's sockets. */
export type ClientChannels = {
  /** Sends a request or an input reply; messages of one channel leave in the order of the calls. */
  readonly send: (channel: Exclude<ClientChannel, "iopub">, message: Message) => Promise<void>;
  /** True once the kernel can ask on stdin; an earlier question is lost. */
  readonly canAsk: () => boolean;
  /** Resolves when the kernel's process has closed its side of iopub: nothing more will arrive there. */
  readonly hungUp: Promise<void>;
  /** Resolves when everything on iopub has been passed to the handlers; for a kernel whose process has ended. */
  readonly drained: () => Promise<void>;
  /** Closes the sockets; unsent messages are dropped. */
  readonly close: () => void;
};

/** The handlers of a client. */
export type ClientHandlers = {
  readonly onMessage: (channel: ClientChannel, message: Message) => void;
  /** Called with the error for data that is not a message from this kernel: another key, broken frames. */
  readonly onInvalid: (error: unknown) => void;
};

const RECONNECT_MS = 50;
// Sockets close with their process, unless a process that it started has inherited them.
const HANG_UP_LIMIT_MS = 5000;

/**
 * Connects to a kernel that listens or soon will: requests wait until it does. Output that the kernel publishes before
 * the subscription to iopub reaches it is lost, as is usual in ZeroMQ.
 */
export function connectChannels(connection: Connection, handlers: ClientHandlers): ClientChannels {
  // Without a limit on queued messages, ZeroMQ drops nothing on this side of the wire.
  const options = { linger: 0, receiveHighWaterMark: 0, reconnectInterval: RECONNECT_MS };
  // A kernel sends a question on stdin to the sender of the request on shell, so both sockets have the same identity.
  const named = { ...options, routingId: randomUUID() };
  const zmq = zeromq();
  const dealer = () => new zmq.Dealer({ ...named, sendHighWaterMark: 0 });
  const iopub = new zmq.Subscriber(options);
  const dealers = { shell: dealer(), control: dealer(), stdin: dealer() };
  iopub.subscribe();
  const hungUp = deferred<void>();
  let isOnIopub = false;
  iopub.events.on("handshake", () => {
    isOnIopub = true;
  });
  // A disconnection before the handshake comes from another program that had the port.
  iopub.events.on("disconnect", () => {
    if (isOnIopub) hungUp.resolve();
  });
  let isOnStdin = false;
  dealers.stdin.events.on("handshake", () => {
    isOnStdin = true;
  });

  const sockets = { iopub, ...dealers };
  let received = 0;
  const take = (channel: ClientChannel, frames: Buffer[]) => {
    if (channel === "iopub") received += 1;
    try {
      handlers.onMessage(channel, decodeMessage(frames, connection.key).message);
    } catch (error) {
      handlers.onInvalid(error);
    }
  };
  for (const channel of ["iopub", "shell", "control", "stdin"] as const) {
    sockets[channel].connect(addressOf(connection, channel));
    receive(sockets[channel], (frames) => take(channel, frames)).catch(handlers.onInvalid);
  }

  const queues = { shell: Promise.resolve(), control: Promise.resolve(), stdin: Promise.resolve() };
  return {
    send: (channel, message) => {
      // A ZeroMQ socket takes one send at a time.
      queues[channel] = queues[channel].then(() => sendNow(dealers[channel], encodeMessage(message, connection.key)));
      return queues[channel];
    },
    canAsk: () => isOnStdin,
    hungUp: hungUp.promise,
    drained: async () => {
      await turn();
      if (isOnIopub) await within(HANG_UP_LIMIT_MS, hungUp.promise);
      // ZeroMQ has received everything when it reports the hang-up, and each turn of the event loop takes some of it.
      // The rest of this turn no longer looks at sockets.
      let before: number;
      do {
        before = received;
        await turn();
        await turn();
      } while (received > before);
    },
    close: () => {
      for (const socket of Object.values(sockets)) socket.close();
    },
  };
}

/** ZeroMQ, loaded with the first kernel: most commands start none. */
function zeromq(): typeof import("zeromq") {
  const library: typeof import("zeromq") = createRequire(import.meta.url)("zeromq");
  return library;
}

async function sendNow(socket: Dealer, frames: (Uint8Array | string)[]): Promise<void> {
  // After close(), messages are dropped.
  if (!socket.closed) await socket.send(frames.map((frame) => Buffer.from(frame)));
}

async function receive(socket: Socket & AsyncIterable<Buffer[]>, onFrames: (frames: Buffer[]) => void): Promise<void> {
  for await (const frames of socket) onFrames(frames);
}
