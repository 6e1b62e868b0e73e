import { randomUUID } from "node:crypto";
import { once } from "node:events";
import type { Router } from "zeromq";
import type { Connection } from "../../jupyter/connection-file.ts";
import { reply } from "../../jupyter/message.ts";
import { decodeMessage, encodeMessage, type Received } from "../../jupyter/wire.ts";
import { messageOf } from "../../util/error.ts";
import { within } from "../../util/within.ts";
import { assembleKernel } from "./assemble-kernel.ts";
import type { CompileCache } from "../process/compile-cache.ts";
import type { Spawned } from "./supervision/child-process.ts";
import { Dispatch, type Respond } from "./dispatch.ts";
import type { InputRequests, Speaker } from "./input-requests.ts";
import { IoPub } from "./sockets/iopub.ts";
import { log } from "./log.ts";
import { Outbox } from "./sockets/outbox.ts";
import { watchParent } from "./parent-watch.ts";
import { RequestQueue } from "./request-queue.ts";
import { interruptKernel } from "./requests/interrupt.ts";
import { openSockets, type Sockets } from "./sockets/open-sockets.ts";

// A client subscribes a moment after it connects, and misses earlier messages.
const SUBSCRIBE_MS = 1000;
// With checks on, the first cell shows its output sooner if the compiler starts later. With `block` it waits for
// the compiler anyway.
const TYPES_AFTER_MS = { on: 300, block: 30, off: 30 };
const STOP_MS = 1000;
// A client may be slow to read the kernel's last outputs.
const FLUSH_MS = 3000;
// By then the process has run the code that every start runs, whose compiled form is worth keeping.
const TUNE_AFTER_MS = 2000;

type KernelOptions = {
  /** True to let other machines reach the kernel. */
  readonly isReachable: boolean;
  /** True to check types only once a cell's request asks for it. */
  readonly checksIfAsked: boolean;
  readonly compileCache: CompileCache;
};

/**
 * Runs a kernel on a connection until a client shuts it down or its server ends.
 *
 * @throws {NotLocalError} for an address that other machines could reach, unless `isReachable`.
 * @throws {BindError} when a socket cannot be opened.
 */
export async function runKernel(
  connection: Connection,
  spawned: Spawned,
  { isReachable, checksIfAsked, compileCache }: KernelOptions,
): Promise<void> {
  const { key } = connection;
  const sockets = await openSockets(connection, isReachable);
  const speaker = { key, session: randomUUID() };
  const iopub = new IoPub(sockets.iopub, key, speaker.session);
  const ending = new AbortController();
  const end = (restart: boolean): void => ending.abort(restart);
  const context = assembleKernel({ sockets, iopub, speaker, spawned, checksIfAsked, shutdown: end });
  const dispatch = new Dispatch(context, new RequestQueue());

  void iopub.welcome();
  void iopub.subscribed.then(() => iopub.status(undefined, "starting"));
  void echo(sockets);
  void listen(sockets.control, speaker, dispatch, Promise.resolve());
  void listen(sockets.shell, speaker, dispatch, within(SUBSCRIBE_MS, iopub.subscribed));
  void listenForInput(sockets.stdin, key, context.input);
  setTimeout(() => context.typeChecker.warmUp(), TYPES_AFTER_MS[context.typeChecker.mode]).unref();
  setTimeout(tuneV8, TUNE_AFTER_MS, compileCache).unref();
  process.on("SIGINT", () => interruptKernel(context));
  process.on("SIGTERM", () => end(false));
  watchParent(() => end(false));

  await once(ending.signal, "abort");
  const restart = ending.signal.reason === true;
  await Promise.all([context.supervisor.stop(restart, STOP_MS), within(STOP_MS, context.typeChecker.dispose())]);
  await iopub.flushed(FLUSH_MS);
  sockets.close();
}

// This process keeps little data, so it can collect garbage before tens of megabytes pile up. The Node option
// --max-semi-space-size does the same, but slows the start of Node 20 by a third. This process also computes
// little: Maglev (Node 22 and later) would use processor time that the cells need. V8 uses compiled code only under
// the flags that it was written under.
function tuneV8(compileCache: CompileCache): void {
  compileCache.write();
  compileCache.end();
  const { setFlagsFromString } = process.getBuiltinModule("node:v8");
  setFlagsFromString("--semi-space-growth-factor=1");
  setFlagsFromString("--no-maglev");
}

async function echo({ heartbeat }: Sockets): Promise<void> {
  for await (const frames of heartbeat) await heartbeat.send(frames);
}

async function listen(
  socket: Router,
  { key, session }: Speaker,
  dispatch: Dispatch,
  first: Promise<unknown>,
): Promise<void> {
  const outbox = new Outbox(socket);
  const respond: Respond = ({ message, identities }, content) =>
    outbox.send(encodeMessage(reply(session, message, content), key, identities));
  for await (const frames of socket) {
    const received = understood(frames, key);
    await first;
    if (received) dispatch.handle(received, respond);
  }
}

async function listenForInput(socket: Router, key: string, input: InputRequests): Promise<void> {
  for await (const frames of socket) {
    const received = understood(frames, key);
    if (received?.message.header.msg_type === "input_reply") input.reply(received.message);
  }
}

function understood(frames: Buffer[], key: string): Received | undefined {
  try {
    return decodeMessage(frames, key);
  } catch (error) {
    log(messageOf(error));
    return undefined;
  }
}
