import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import { constants } from "node:os";
import * as v from "valibot";
import { freePorts, NoFreePortError, type PortPlace } from "../jupyter/free-ports.ts";
import { messageOf } from "../util/error.ts";

/** The actions that a gateway can ask for. */
export type SignalHandlers = {
  readonly onSignal: (signal: NodeJS.Signals) => void;
  readonly onShutdown: () => void;
  /** Receives a sentence about a request that cannot be read. */
  readonly onProblem: (problem: string) => void;
};

const Request = v.union([
  v.object({ signum: v.pipe(v.number(), v.integer(), v.minValue(0)) }),
  v.object({ shutdown: v.unknown() }),
]);

const LONGEST_REQUEST_BYTES = 4096;
const REQUEST_LIMIT_MS = 10_000;
const TRIES = 5;

/** A port that takes the gateway's signals, and a function that closes it. */
export type SignalListener = { readonly port: number; readonly close: () => void };

/**
 * Listens for the gateway's signals: `{"signum":2}` or `{"shutdown":1}`, one per connection. Signal 0 asks whether the
 * launcher listens, which the connection itself answers.
 *
 * @throws {NoFreePortError} when no port can be opened.
 */
export async function listenForSignals(place: PortPlace, handlers: SignalHandlers): Promise<SignalListener> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.once("close", () => sockets.delete(socket)));
    receive(socket, (text) => handle(text, handlers));
  });
  const port = await open(server, place);
  const close = (): void => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  return { port, close };
}

// A port can be taken between its choice and its use.
async function open(server: Server, place: PortPlace): Promise<number> {
  for (let attempt = 1; ; attempt++) {
    const [port = 0] = await freePorts(1, place);
    try {
      server.listen(port, place.ip);
      await once(server, "listening");
      return port;
    } catch (error) {
      if (attempt === TRIES) throw new NoFreePortError(place, error);
    }
  }
}

function receive(socket: Socket, onText: (text: string) => void): void {
  const chunks: Buffer[] = [];
  let bytes = 0;
  socket.setTimeout(REQUEST_LIMIT_MS, () => socket.destroy());
  socket.on("data", (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > LONGEST_REQUEST_BYTES) socket.destroy();
    else chunks.push(chunk);
  });
  socket.once("end", () => onText(Buffer.concat(chunks).toString("utf8")));
  // A connection that breaks carries no request.
  socket.once("error", () => socket.destroy());
}

function handle(text: string, { onSignal, onShutdown, onProblem }: SignalHandlers): void {
  if (text === "") return;
  let request: v.InferOutput<typeof Request>;
  try {
    request = v.parse(Request, JSON.parse(text));
  } catch (error) {
    onProblem(`A request for a signal cannot be read: ${messageOf(error)}`);
    return;
  }
  if (!("signum" in request)) {
    onShutdown();
    return;
  }
  const { signum } = request;
  if (signum === 0) return;
  const signal = signalOf(signum);
  if (signal === undefined) onProblem(`A request names the signal ${signum}, which this system does not have`);
  else onSignal(signal);
}

function signalOf(signum: number): NodeJS.Signals | undefined {
  const entries = Object.entries(constants.signals);
  const name = entries.find(([, number]) => number === signum)?.[0];
  return isSignal(name) ? name : undefined;
}

function isSignal(name: string | undefined): name is NodeJS.Signals {
  return name !== undefined && name in constants.signals;
}
