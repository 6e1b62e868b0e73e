import { randomUUID } from "node:crypto";
import type { KernelMessage as KernelMessages, ServerConnection } from "@jupyterlab/services";
import { deferred } from "../../../util/deferred.ts";
import type { Loss, StartedKernel } from "../../transport/transport.ts";
import { type KernelPlace, lookAtKernel } from "../kernels/kernel-model.ts";
import { reconnectingSocketClass } from "./reconnecting-socket.ts";
import type { Patience } from "./socket-listener.ts";
import type { LeftKernel, LeftKernels } from "../kernels/left-kernels.ts";
import type { VariablesPreamble } from "../kernels/variables-preamble.ts";
import { watchedSerializer } from "./watched-serializer.ts";
import { Traffic } from "./traffic.ts";

type Settings = ServerConnection.ISettings;

/** The options for a client's connection to a kernel on a server. */
export type RemoteKernelOptions = {
  readonly name: string;
  /** Code to run before the first cell. */
  readonly preamble: VariablesPreamble | undefined;
  readonly patience: Patience;
  /** Receives the kernel when it cannot be ended. */
  readonly left: LeftKernels;
  readonly onNotice: LeftKernel["onNotice"];
};

/** A kernel on a server, for a Jupyter client. */
export async function remoteKernel(
  place: KernelPlace,
  { name, preamble, patience, left, onNotice }: RemoteKernelOptions,
): Promise<StartedKernel> {
  const { ServerConnection: connection, KernelMessage } = await import("@jupyterlab/services");
  const { serializer } = connection.makeSettings();
  const { server, id } = place;
  const lost = deferred<Loss>();
  let last: Loss | undefined;
  const lose = (loss: Loss): void => {
    last ??= loss;
    lost.resolve(loss);
  };
  let ask: (() => void) | undefined;
  const traffic = new Traffic(
    lose,
    async () => {
      const found = await lookAtKernel(place);
      return found.kind === "there" ? found.model : undefined;
    },
    () => ask?.(),
  );
  const session = randomUUID();
  const question = (protocol: string) => {
    if (!traffic.isWaiting) return undefined;
    const asked = KernelMessage.createMessage<KernelMessages.IInfoRequestMsg>({
      msgType: "kernel_info_request",
      channel: "shell",
      username: "",
      session,
      content: {},
    });
    // Most kernels answer on this channel while a cell runs.
    return serializer.serialize({ ...asked, channel: "control" }, protocol);
  };
  const end = async (): Promise<void> => {
    const kernel = { server, id, onNotice };
    // A server that is away is not waited for.
    if (last?.kind === "server") left.add(kernel);
    else await left.end(kernel);
  };
  const settings: Partial<Settings> = {
    baseUrl: server.url,
    wsUrl: server.url.replace(/^http/, "ws"),
    // Credentials go into headers: a token in an address ends up in logs.
    token: "",
    appendToken: false,
    fetch: (input, init) => answer(place, new Request(input, init), { name, lost: last, end, traffic }),
    WebSocket: reconnectingSocketClass(place, {
      patience,
      onDropped: () => traffic.dropped(),
      onReturning: (model) => traffic.returning(model),
      onOpened: () => traffic.opened(),
      onLooked: (model) => traffic.looked(model),
      question,
      onMade: (asking) => (ask = asking),
      onLost: lose,
    }),
    serializer: watchedSerializer(serializer, {
      kernel: id,
      hidden: session,
      counted: preamble?.isCounted ? 1 : 0,
      onSent: (message) => traffic.sent(message),
      onReceived: (message) => traffic.received(message),
    }),
  };
  const isComplete = (): Promise<boolean> => traffic.isComplete();
  const connectedMs = (): number => traffic.connectedMs;
  const onFailed = (error: string): void => onNotice(`the variables of the run are not set in its kernel (${error})`);
  const first = preamble && { code: preamble.code, onFailed };
  const own = { id, name, settings, preamble: first, isCounted: true };
  return { ...own, lost: lost.promise, isComplete, connectedMs };
}

type Own = {
  readonly traffic: Traffic;
  readonly name: string;
  readonly lost: Loss | undefined;
  readonly end: () => Promise<void>;
};

/** Answers the client's own requests, which look at, interrupt and delete its kernel. */
async function answer(
  { server, id }: KernelPlace,
  request: Request,
  { name, lost, end, traffic }: Own,
): Promise<Response> {
  const { method } = request;
  if (method === "GET" && lost !== undefined) {
    return Response.json({ id, name, execution_state: "dead", reason: lost.reason });
  }
  if (method === "DELETE") {
    await end();
    return new Response(null, { status: 204 });
  }
  const { pathname } = new URL(request.url);
  const asked = server.ask(pathname.slice(new URL(server.url).pathname.length), { method });
  if (method === "GET") {
    const { status, body } = await asked;
    return new Response(body.length === 0 ? null : new Uint8Array(body), { status });
  }
  traffic.interrupts();
  // A failure may be ignored: a kernel that is not interrupted is ended next.
  await asked.catch(() => undefined);
  return new Response(null, { status: 204 });
}
