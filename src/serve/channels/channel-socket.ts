import type { RawData, WebSocket } from "ws";
import { decodeDefault, decodeV1, type OnChannel, V1_PROTOCOL } from "../../jupyter/websocket-format.ts";
import { MalformedMessageError } from "../../jupyter/wire.ts";
import type { KernelClient, ServedKernel } from "../kernels/served-kernel.ts";

/** The most bytes that wait for a slow client. One further behind is disconnected, so that no loss goes unnoticed. */
const WAITING_BYTES = 256 * 1024 * 1024;
const PING_MS = 30_000;
/** The room for the reason in a close frame. */
const REASON_BYTES = 123;
// Codes of RFC 6455 and its registry.
const CLOSE = { goingAway: 1001, protocolError: 1002, tooSlow: 1013 } as const;

/**
 * Connects a client's WebSocket to a kernel, until one of them ends.
 *
 * @param session the client's session; undefined when it does not say.
 */
export function connectSocket(socket: WebSocket, kernel: ServedKernel, session: string | undefined): void {
  const client: KernelClient = {
    deliver: (delivery) => {
      if (socket.readyState !== socket.OPEN) return;
      if (socket.bufferedAmount > WAITING_BYTES) {
        kernel.disconnect(client, false);
        socket.close(CLOSE.tooSlow, `The client reads too slowly: ${WAITING_BYTES >> 20} MB wait for it.`);
        return;
      }
      socket.send(delivery.encoded(socket.protocol));
    },
    end: () => socket.close(CLOSE.goingAway, "The kernel was shut down."),
  };
  let isAlive = true;
  const ping = setInterval(() => {
    if (!isAlive) return socket.terminate();
    isAlive = false;
    socket.ping();
  }, PING_MS).unref();
  socket.on("pong", () => (isAlive = true));
  socket.on("message", (data, isBinary) => {
    isAlive = true;
    const sent = decoded(socket, isBinary ? bufferOf(data) : bufferOf(data).toString("utf8"));
    if (sent !== undefined && sent.channel !== "iopub") kernel.send(client, sent.channel, sent.message);
  });
  // The connection is broken; its `close` event follows.
  socket.on("error", () => {});
  socket.on("close", () => {
    clearInterval(ping);
    kernel.disconnect(client);
  });
  kernel.connect(client, session);
}

function decoded(socket: WebSocket, data: string | Buffer): OnChannel | undefined {
  try {
    return socket.protocol === V1_PROTOCOL ? decodeV1(data) : decodeDefault(data);
  } catch (error) {
    if (!(error instanceof MalformedMessageError)) throw error;
    socket.close(CLOSE.protocolError, reasonWith(error.message));
    return undefined;
  }
}

/** The part of a message that fits into a close frame. */
function reasonWith(message: string): string {
  let reason = message.slice(0, REASON_BYTES);
  while (Buffer.byteLength(reason) > REASON_BYTES) reason = reason.slice(0, -1);
  return reason;
}

function bufferOf(data: RawData): Buffer {
  if (Array.isArray(data)) return Buffer.concat(data);
  return data instanceof ArrayBuffer ? Buffer.from(data) : data;
}
