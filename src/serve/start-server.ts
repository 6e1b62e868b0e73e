import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { once } from "node:events";
import { realpath, stat } from "node:fs/promises";
import { WebSocketServer } from "ws";
import { V1_PROTOCOL } from "../jupyter/websocket-format.ts";
import { corsHeaders, type Admission, requireOwnPlace, requireToken } from "./access/admission.ts";
import { connectSocket } from "./channels/channel-socket.ts";
import { contentRoutes } from "./contents/content-routes.ts";
import { ListenError, ServedFolderError } from "./errors.ts";
import { type RouteResponse, send } from "./http/answer.ts";
import { errorAnswer, refuseUpgrade } from "./http/error-answer.ts";
import { BODY_BYTES, readBody } from "./http/read-body.ts";
import { RequestError } from "./http/request-error.ts";
import { routeFor, type Routes } from "./http/router.ts";
import { KernelPool, type PoolOptions } from "./kernels/kernel-pool.ts";
import { kernelRoutes } from "./kernels/kernel-routes.ts";
import { kernelspecRoutes } from "./kernels/kernelspec-routes.ts";
import type { ServedKernel } from "./kernels/served-kernel.ts";
import { sessionRoutes } from "./kernels/session-routes.ts";
import { serverRoutes } from "./server-routes.ts";

// The code of a WebSocket whose server ends (RFC 6455).
const GOING_AWAY = 1001;

export type ServeOptions = PoolOptions &
  Admission & {
    /** The folder that contents are read from and kernels start in. */
    readonly folder: string;
    /** True when clients may change files. */
    readonly isWritable: boolean;
    /** The port to listen on; 0 for any free one. */
    readonly port: number;
    /** Called with an error that is a fault of the server itself. */
    readonly onFault: (error: unknown) => void;
  };

/** A server that listens. */
export type RunningServer = {
  readonly port: number;
  /** Ends all connections and kernels. */
  readonly close: () => Promise<void>;
};

/**
 * Starts a Jupyter server whose kernels are children of this process.
 *
 * @throws {ServedFolderError} when the folder is missing or is not a folder.
 * @throws {ListenError} when the server cannot listen on the address and port.
 */
export async function startServer(options: ServeOptions): Promise<RunningServer> {
  const root = await rootOf(options.folder);
  const pool = new KernelPool(options);
  const routes: Routes = {
    ...serverRoutes(pool),
    ...kernelspecRoutes(options.defaultKernel),
    ...kernelRoutes(pool, root),
    ...sessionRoutes(pool, root),
    ...contentRoutes(root, options.isWritable),
  };
  const server = createServer((request, response) => void handle(request, response, routes, options));
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: BODY_BYTES,
    perMessageDeflate: false,
    handleProtocols: (offered) => (offered.has(V1_PROTOCOL) ? V1_PROTOCOL : false),
  });
  server.on("upgrade", (request, socket, head) => {
    try {
      const kernel = kernelFor(request, pool, options);
      const session = addressOf(request).searchParams.get("session_id") || undefined;
      sockets.handleUpgrade(request, socket, head, (opened) => connectSocket(opened, kernel, session));
    } catch (error) {
      refuseUpgrade(socket, errorAnswer(error, options.onFault));
    }
  });
  await listen(server, options);
  const address = server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : options.port,
    close: async () => {
      server.close();
      for (const socket of sockets.clients) socket.close(GOING_AWAY, "The server is shutting down.");
      await pool.close();
      for (const socket of sockets.clients) socket.terminate();
      server.closeAllConnections();
    },
  };
}

async function rootOf(folder: string): Promise<string> {
  const found = await stat(folder).catch(() => undefined);
  if (found === undefined) throw new ServedFolderError(folder, "it does not exist");
  if (!found.isDirectory()) throw new ServedFolderError(folder, "it is a file");
  return realpath(folder);
}

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  routes: Routes,
  options: ServeOptions,
): Promise<void> {
  response.on("error", () => {});
  let answer: RouteResponse;
  try {
    requireOwnPlace(request, options);
    answer = await answerOf(request, routes, options);
  } catch (error) {
    answer = errorAnswer(error, options.onFault);
  }
  // An unread rest of the body would keep the client waiting, so the connection ends.
  const left = request.complete ? {} : { Connection: "close" };
  send(response, { ...answer, headers: { ...corsHeaders(request, options), ...left, ...answer.headers } });
}

async function answerOf(request: IncomingMessage, routes: Routes, options: ServeOptions): Promise<RouteResponse> {
  const { method = "GET" } = request;
  const { pathname, searchParams: query } = addressOf(request);
  // Browsers ask, without the token, whether a foreign page may send a request.
  if (method === "OPTIONS") return { status: 204 };
  if (pathname !== "/api") requireToken(request, query, options);
  const { handler, params } = routeFor(routes, method, pathname);
  return handler({ params, query, body: () => readBody(request) });
}

function kernelFor(request: IncomingMessage, pool: KernelPool, options: ServeOptions): ServedKernel {
  requireOwnPlace(request, options);
  const { pathname, searchParams } = addressOf(request);
  requireToken(request, searchParams, options);
  const [, id] = /^\/api\/kernels\/([^/]+)\/channels$/.exec(pathname) ?? [];
  if (id === undefined) throw new RequestError(404, `There is no WebSocket at ${pathname}`);
  return pool.get(id);
}

function addressOf({ url = "/" }: IncomingMessage): URL {
  const address = `http://server.invalid${url}`;
  if (!url.startsWith("/") || !URL.canParse(address)) throw new RequestError(400, "The address is malformed");
  return new URL(address);
}

async function listen(server: Server, { ip, port }: ServeOptions): Promise<void> {
  server.listen(port, ip);
  try {
    await once(server, "listening");
  } catch (error) {
    throw new ListenError(`${ip}:${port}`, error);
  }
}
