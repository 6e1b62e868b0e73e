import type { ServerConnection } from "@jupyterlab/services";
import { deferred } from "../../util/deferred.ts";
import type { Loss, StartedKernel } from "../transport/transport.ts";
import { lastingSocketClass } from "./lasting-socket.ts";
import type { Preamble } from "./variables-preamble.ts";
import { watchedSerializer } from "./watched-serializer.ts";
import type { Server } from "./server.ts";
import { Traffic } from "./traffic.ts";

type Settings = ServerConnection.ISettings;

/**
 * A kernel on a server, for a Jupyter client.
 *
 * @param preamble code to run before the first cell.
 * @param patience how long the server may be away, in milliseconds.
 */
export async function remoteKernel(
  server: Server,
  kernel: Pick<StartedKernel, "id" | "name">,
  { preamble, patience }: { readonly preamble: Preamble | undefined; readonly patience: number },
): Promise<StartedKernel> {
  const { ServerConnection: connection } = await import("@jupyterlab/services");
  const { serializer } = connection.makeSettings();
  const { id, name } = kernel;
  const lost = deferred<Loss>();
  let last: Loss | undefined;
  const lose = (loss: Loss): void => {
    last ??= loss;
    lost.resolve(loss);
  };
  const traffic = new Traffic(lose);
  const settings: Partial<Settings> = {
    baseUrl: server.url,
    wsUrl: server.url.replace(/^http/, "ws"),
    // Headers say who asks: a token in an address ends up in logs.
    token: "",
    appendToken: false,
    fetch: (input, init) => answer(server, kernel, new Request(input, init), last),
    WebSocket: lastingSocketClass(server, id, {
      patience,
      onDropped: () => traffic.dropped(),
      onReturning: (model) => traffic.returning(model),
      onLooked: (model) => traffic.looked(model),
      onLost: lose,
    }),
    serializer: watchedSerializer(serializer, {
      kernel: id,
      counted: preamble?.isCounted ? 1 : 0,
      onSent: (message) => traffic.sent(message),
      onReceived: (message) => traffic.received(message),
    }),
  };
  return { id, name, settings, lost: lost.promise, preamble: preamble?.code, isCounted: true };
}

/**
 * The client's own requests: it looks at its kernel, interrupts and deletes it. What cannot be done any more because
 * the server is away counts as done.
 */
async function answer(
  server: Server,
  { id, name }: Pick<StartedKernel, "id" | "name">,
  request: Request,
  lost: Loss | undefined,
): Promise<Response> {
  if (request.method === "GET" && lost !== undefined) {
    return Response.json({ id, name, execution_state: "dead", reason: lost.reason });
  }
  const { pathname } = new URL(request.url);
  const path = pathname.slice(new URL(server.url).pathname.length);
  const asked = server.ask(path, { method: request.method });
  if (request.method === "GET") {
    const { status, body } = await asked;
    return new Response(body.length === 0 ? null : new Uint8Array(body), { status });
  }
  await asked.catch(() => undefined);
  return new Response(null, { status: 204 });
}
