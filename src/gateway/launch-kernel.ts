import { connect } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { newConnection } from "../jupyter/connection-file.ts";
import type { PortPlace } from "../jupyter/free-ports.ts";
import { tsnbKernelspec } from "../kernel/kernelspec.ts";
import { REACHABLE } from "../kernel/arguments.ts";
import { exitReason } from "../run/transport/exit-reason.ts";
import { type Exit, type KernelProcess, launchKernel } from "../run/transport/kernel-process.ts";
import { isLoopback } from "../util/is-loopback.ts";
import { within } from "../util/within.ts";
import { KernelNotListeningError } from "./errors.ts";
import type { LaunchRequest } from "./launch-request.ts";
import { launchedConnection } from "./launched-connection.ts";
import { sealConnection } from "./seal-connection.ts";
import { listenForSignals } from "./signal-listener.ts";
import { sendToGateway } from "./send-to-gateway.ts";

/** A kernel whose connection its gateway has received. */
export type LaunchedKernel = {
  /** Resolves when the kernel is gone. */
  readonly exited: Promise<Exit>;
  /** Asks the kernel to end, and kills it when it does not within 5 s. */
  readonly stop: () => void;
};

/** The folder and environment of a launched kernel, and a function that receives a sentence about each problem. */
export type LaunchEnvironment = {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly onProblem: (problem: string) => void;
};

const LOOPBACK = "127.0.0.1";
const ANY_ADDRESS = "0.0.0.0";
const MOST_LAUNCHES = 5;
const CONNECT_EVERY_MS = 25;
const STOP_LIMIT_MS = 5000;

/**
 * Starts tsnb's kernel as Enterprise Gateway's launchers do: starts it on ports that the gateway allows, sends its
 * connection to the gateway once it listens, and then passes on the gateway's signals.
 *
 * @throws {KernelNotListeningError} when the kernel ends before it listens.
 * @throws {NoFreePortError} when the gateway's ports are all taken; the kernel is ended.
 * @throws {GatewayUnreachableError} when the connection cannot be sent to the gateway; the kernel is ended.
 */
export async function launchForGateway(request: LaunchRequest, place: LaunchEnvironment): Promise<LaunchedKernel> {
  const ip = isLoopback(request.response.host) ? LOOPBACK : ANY_ADDRESS;
  const kernel = await listeningKernel({ ip, range: request.ports }, place);
  const stop = (): void => void stopKernel(kernel);
  const handlers = { onSignal: kernel.signal, onShutdown: stop, onProblem: place.onProblem };
  try {
    const signals = await listenForSignals({ ip, range: request.ports }, handlers);
    void kernel.exited.then(signals.close);
    const connection = launchedConnection(kernel, request.kernelId, signals.port);
    await sendToGateway(request.response, sealConnection(connection, request.publicKey));
  } catch (error) {
    kernel.kill();
    throw error;
  }
  return { exited: kernel.exited, stop };
}

// A port can be taken between its choice and the kernel's start.
async function listeningKernel(where: PortPlace, place: LaunchEnvironment): Promise<KernelProcess> {
  const own = tsnbKernelspec();
  const spec = where.ip === LOOPBACK ? own : { ...own, argv: [...own.argv, REACHABLE] };
  for (let launch = 1; ; launch++) {
    const connection = await newConnection("tsnb", where);
    const kernel = await launchKernel(spec, { cwd: place.cwd, env: place.env, connection });
    const isPortTaken = kernel.portTaken.then(() => false);
    if (await Promise.race([listens(kernel), isPortTaken])) return kernel;
    kernel.kill();
    const exit = await kernel.exited;
    const wasPortTaken = await within(0, isPortTaken);
    if (wasPortTaken === undefined || launch === MOST_LAUNCHES) throw new KernelNotListeningError(exitReason(exit));
  }
}

/** True when the kernel takes connections; false when it ended before that. */
async function listens({ connection, exited }: KernelProcess): Promise<boolean> {
  const host = connection.ip === ANY_ADDRESS ? LOOPBACK : connection.ip;
  const gone = exited.then(() => true);
  while (!(await accepts(host, connection.shell_port))) {
    if (await Promise.race([gone, delay(CONNECT_EVERY_MS, false)])) return false;
  }
  return true;
}

function accepts(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    socket
      .once("error", () => resolve(false))
      .once("connect", () => {
        socket.destroy();
        resolve(true);
      });
  });
}

async function stopKernel(kernel: KernelProcess): Promise<void> {
  kernel.signal("SIGTERM");
  await within(STOP_LIMIT_MS, kernel.exited);
  kernel.kill();
}
