import { type ClientRequest, type IncomingMessage } from "node:http";
import { WebSocket as NodeWebSocket } from "ws";
import { messageOf } from "../../../util/error.ts";
import type { Loss } from "../../transport/transport.ts";
import type { Data, SocketListener } from "./socket-listener.ts";
import { type KernelPlace, type KernelLookup, lookAtKernel } from "../kernels/kernel-model.ts";
import { isServerFault } from "../http/status.ts";

type Handler<E> = ((event: E) => void) | null;

// The code of a WebSocket that ended without a close frame (RFC 6455).
const ABNORMAL_CLOSURE = 1006;
const FIRST_PAUSE_MS = 250;
const NO_PROTOCOL = "Server sent no subprotocol";
const LONGEST_PAUSE_MS = 5000;
// The longest time that a server may refuse the first connection while it answers other requests.
const REFUSED_MS = 10_000;
const CLOSE_MS = 2000;
const HANDSHAKE_MS = 90_000;
const LOOK_EVERY_MS = 20_000;
const SUSPICIOUS = 2;

/**
 * A class with WebSocket's interface that reconnects when its connection is lost: under the same session id, so that
 * the server delivers what it has kept meanwhile. The client that uses it notices nothing.
 */
export function reconnectingSocketClass(kernel: KernelPlace, listener: SocketListener): typeof WebSocket {
  const socketClass: unknown = class extends ReconnectingSocket {
    constructor(url: string, protocols: string[] = []) {
      super(kernel, { url, protocols, listener });
    }
  };
  if (!standsInForWebSocket(socketClass)) throw new TypeError("a class is expected");
  return socketClass;
}

type Target = { readonly url: string; readonly protocols: string[]; readonly listener: SocketListener };

class ReconnectingSocket {
  binaryType = "arraybuffer";
  protocol = "";
  onopen: Handler<object> = null;
  onclose: Handler<object> = null;
  onerror: Handler<object> = null;
  onmessage: Handler<{ data: Data }> = null;
  readonly #kernel: KernelPlace;
  readonly #target: Target;
  readonly #unsent: Data[] = [];
  #protocols: string[];
  #socket: NodeWebSocket | undefined;
  #isOver = false;
  #hasOpened = false;
  #awaySince: number | undefined = performance.now();
  #downSince: number | undefined;
  /** The time since which the server has answered requests without opening the connection. */
  #thereSince: number | undefined;
  /** The status of the answer to the last attempt to connect; undefined when there was no such answer. */
  #refusal: number | undefined;
  #pause = 0;
  #problem = "";
  #next: NodeJS.Timeout | undefined;
  #looking: NodeJS.Timeout | undefined;
  #isAlive = true;
  #hasSpoken = false;
  /** The number of questions that the kernel has not answered. */
  #unanswered = 0;
  #willAcknowledge = false;
  /** True when the kernel is to be asked as soon as there is a connection again. */
  #asksWhenOpen = false;

  constructor(kernel: KernelPlace, target: Target) {
    this.#kernel = kernel;
    this.#target = target;
    this.#protocols = target.protocols;
    target.listener.onMade(() => this.#ask());
    // The client sets its handlers after the constructor has returned.
    queueMicrotask(() => this.#connect());
  }

  send(data: Data): void {
    if (this.#socket?.readyState === NodeWebSocket.OPEN && this.#awaySince === undefined) this.#socket.send(data);
    else this.#unsent.push(data);
  }

  close(): void {
    this.#isOver = true;
    clearTimeout(this.#next);
    clearInterval(this.#looking);
    const socket = this.#socket;
    this.#socket = undefined;
    if (socket?.readyState !== NodeWebSocket.OPEN) return socket?.terminate();
    socket.close();
    // A server that has stopped answering must not keep this process from ending.
    const late = setTimeout(() => socket.terminate(), CLOSE_MS).unref();
    socket.once("close", () => clearTimeout(late));
  }

  #connect(): void {
    if (this.#isOver) return;
    this.#refusal = undefined;
    const { url } = this.#target;
    const { server } = this.#kernel;
    const socket = new NodeWebSocket(url, this.#protocols, {
      agent: server.agent,
      headers: { ...server.headers() },
      handshakeTimeout: HANDSHAKE_MS,
      maxPayload: 0,
      perMessageDeflate: false,
    });
    this.#socket = socket;
    socket.binaryType = "arraybuffer";
    socket.on("upgrade", ({ headers }) => server.cookies.take(headers["set-cookie"] ?? []));
    socket.on("unexpected-response", (request, response) => this.#refused(socket, request, response));
    socket.on("error", (error) => {
      this.#problem = messageOf(error);
      // Servers before Jupyter Server 2 choose no subprotocol.
      if (this.#problem === NO_PROTOCOL) this.#protocols = [];
    });
    socket.on("open", () => this.#opened(socket));
    socket.on("pong", () => (this.#isAlive = true));
    socket.addEventListener("message", ({ data }) => this.#receive(data));
    socket.on("close", (code) => {
      if (this.#socket === socket)
        this.#dropped(code === ABNORMAL_CLOSURE ? this.#problem : `it was closed with the code ${code}`);
    });
  }

  #opened(socket: NodeWebSocket): void {
    this.protocol = socket.protocol;
    this.#awaySince = undefined;
    this.#downSince = undefined;
    this.#thereSince = undefined;
    this.#problem = "";
    this.#pause = 0;
    this.#isAlive = true;
    this.#target.listener.onOpened();
    for (const data of this.#unsent.splice(0)) socket.send(data);
    if (this.#asksWhenOpen) this.#question(socket);
    this.#asksWhenOpen = false;
    if (this.#hasOpened) return;
    this.#hasOpened = true;
    this.#looking = setInterval(() => void this.#look(), LOOK_EVERY_MS).unref();
    this.onopen?.({});
  }

  #receive(data: unknown): void {
    this.#isAlive = true;
    this.#hasSpoken = true;
    this.#unanswered = 0;
    this.#acknowledge();
    if (this.#isOver || !(typeof data === "string" || data instanceof ArrayBuffer)) return;
    try {
      this.onmessage?.({ data });
    } catch (error) {
      this.#lose({ kind: "kernel", reason: `it violates the messaging protocol (${messageOf(error)})` });
    }
  }

  // Jupyter Server leaves Nagle's algorithm on: data after a small message waits until that one is acknowledged, which
  // systems delay by 40 ms unless there is something to send.
  // https://www.tornadoweb.org/en/stable/websocket.html#tornado.websocket.WebSocketHandler.set_nodelay
  #acknowledge(): void {
    if (this.#willAcknowledge) return;
    this.#willAcknowledge = true;
    setImmediate(() => {
      this.#willAcknowledge = false;
      if (this.#socket?.readyState === NodeWebSocket.OPEN) this.#socket.pong();
    });
  }

  #refused(socket: NodeWebSocket, request: ClientRequest, { statusCode }: IncomingMessage): void {
    request.destroy();
    if (this.#socket !== socket) return;
    this.#refusal = statusCode;
    this.#dropped(`it answered ${statusCode} to the WebSocket`);
  }

  #dropped(why: string): void {
    this.#socket?.removeAllListeners();
    // Its later errors do not matter.
    this.#socket?.on("error", () => {});
    this.#socket?.terminate();
    this.#socket = undefined;
    if (this.#isOver) return;
    if (this.#protocols.length === 0 && why === NO_PROTOCOL) return this.#connect();
    if (this.#awaySince === undefined) {
      this.#awaySince = performance.now();
      this.#target.listener.onDropped();
    }
    this.#problem = why;
    clearTimeout(this.#next);
    this.#next = setTimeout(() => void this.#return(), this.#pause);
    this.#pause = Math.min(this.#pause * 2 || FIRST_PAUSE_MS, LONGEST_PAUSE_MS);
  }

  async #return(): Promise<void> {
    const found = await lookAtKernel(this.#kernel);
    if (this.#isOver) return;
    if (found.kind === "away") return this.#stayAway(found);
    if (found.kind !== "there") return this.#lose(found);
    if (this.#isShutOut()) return;
    if (this.#hasOpened) this.#target.listener.onReturning(found.model);
    this.#connect();
  }

  /** Loses the kernel, and returns true, when the server has refused the connection for too long. */
  #isShutOut(): boolean {
    const { server } = this.#kernel;
    const { patience } = this.#target.listener;
    const now = performance.now();
    this.#thereSince ??= now;
    const isRefused = this.#refusal !== undefined && !isServerFault(this.#refusal);
    const limit = isRefused && !this.#hasOpened ? REFUSED_MS : patience.away;
    if (now - this.#thereSince < limit) return false;
    const got = `within ${limit / 1000} s, although the server answers other requests: ${this.#problem}`;
    if (this.#hasOpened) {
      const reason = `the connection to ${server.url} was lost and could not be restored ${got}`;
      this.#lose({ kind: "server", reason, mayRun: true });
    } else {
      const reason = `no WebSocket to ${server.url} could be opened ${got}`;
      const fix = "A proxy in front of the server must pass WebSockets on, and the server must allow them from here";
      this.#lose({ kind: "access", reason, fix });
    }
    return true;
  }

  #stayAway({ isDown, reason }: Extract<KernelLookup, { kind: "away" }>): void {
    const { listener } = this.#target;
    const now = performance.now();
    this.#thereSince = undefined;
    this.#downSince = isDown ? (this.#downSince ?? now) : undefined;
    const limit = isDown ? listener.patience.down : listener.patience.away;
    if (now - ((isDown ? this.#downSince : this.#awaySince) ?? now) < limit) return this.#dropped(reason);
    const { server, mayOutlive } = this.#kernel;
    this.#lose({
      kind: "server",
      reason: `the connection to ${server.url} was lost and could not be restored within ${limit / 1000} s: ${reason}`,
      mayRun: !isDown || mayOutlive,
    });
  }

  async #look(): Promise<void> {
    const socket = this.#socket;
    if (socket?.readyState !== NodeWebSocket.OPEN) return;
    // A connection can break without notice: no pong has arrived since the last ping.
    if (!this.#isAlive) return socket.terminate();
    this.#isAlive = false;
    socket.ping();
    const hasSpoken = this.#hasSpoken;
    this.#hasSpoken = false;
    if (hasSpoken) return;
    if (this.#target.listener.question(socket.protocol) !== undefined) {
      this.#unanswered += 1;
      if (this.#unanswered === SUSPICIOUS && this.#kernel.isIndependent) return this.#ask();
      this.#question(socket);
    }
    const found = await lookAtKernel(this.#kernel, { isRoutine: true });
    if (found.kind === "there") this.#target.listener.onLooked(found.model);
    else if (found.kind !== "away") this.#lose(found);
  }

  /** Asks whether the kernel is still the same. */
  #ask(): void {
    const socket = this.#socket;
    if (socket?.readyState !== NodeWebSocket.OPEN) return;
    if (!this.#kernel.isIndependent) return this.#question(socket);
    // A gateway keeps listening on the ports that a kernel had before its restart until its client reconnects.
    this.#asksWhenOpen = true;
    socket.terminate();
  }

  #question(socket: NodeWebSocket): void {
    const question = this.#target.listener.question(socket.protocol);
    if (question !== undefined) socket.send(question);
  }

  #lose(loss: Loss): void {
    if (this.#isOver) return;
    this.close();
    this.#target.listener.onLost(loss);
  }
}

// Of WebSocket's interface, the client uses only the constructor, send, close, protocol, binaryType and the four
// handlers.
function standsInForWebSocket(value: unknown): value is typeof WebSocket {
  return typeof value === "function";
}
