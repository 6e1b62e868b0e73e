import { setMaxListeners } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { ServerUnreachableError } from "../errors.ts";
import { type KernelRequest, unansweredNotice } from "./kernel-requests.ts";
import { stoppedByHub } from "../hub/jupyterhub.ts";
import type { HttpResponse } from "../http/http-request.ts";
import type { Server } from "../http/server.ts";
import { isServerFault, isSuccess, STATUS } from "../http/status.ts";

/** A kernel to end. */
export type LeftKernel = {
  readonly server: Server;
  readonly id: string;
  /** Called with a notice for the user. */
  readonly onNotice: (text: string) => void;
};

const AGAIN_MS = 5000;
const LAST_MS = 5000;
// A server that is restarting a kernel refuses to end it.
const LAST_TRIES = 5;
const LAST_PAUSE_MS = 1000;

/** The reason that a kernel was not ended; `isAnswer` when the server answered with a status of 500 or more. */
type Refusal = { readonly got: string; readonly isAnswer: boolean };

/**
 * Kernels that this run started and could not end, because their server was away or refused: each is tried again every
 * 5 s. Also kernels that it may have started, because its requests for them were not answered.
 */
export class LeftKernels {
  readonly #left = new Set<LeftKernel>();
  readonly #unanswered = new Set<KernelRequest>();
  readonly #givingUp = new AbortController();
  #isClosed = false;

  constructor() {
    // Each start under way adds a listener.
    setMaxListeners(0, this.#givingUp.signal);
  }

  /** Aborted when no start is waited for any longer. */
  get givingUp(): AbortSignal {
    return this.#givingUp.signal;
  }

  /** Ends a kernel; when that fails, tries again until it succeeds or `close` is called. */
  async end(kernel: LeftKernel): Promise<void> {
    if ((await refusalToEnd(kernel)) !== undefined) this.add(kernel);
  }

  /** Ends a kernel later, as soon as that is possible, without waiting for it. */
  add(kernel: LeftKernel): void {
    this.#left.add(kernel);
    this.#again(kernel);
  }

  /** Records a request for a kernel; until it is answered, the server may have started the kernel. */
  requested(request: KernelRequest): void {
    this.#unanswered.add(request);
  }

  answered(request: KernelRequest): void {
    this.#unanswered.delete(request);
  }

  /** Tries to end the remaining kernels for the last time, and reports those that are or may be left. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#givingUp.abort();
    await Promise.all(Array.from(this.#left, (kernel) => this.#endAtLast(kernel)));
    const ids = new Set(Array.from(this.#left, ({ id }) => id));
    const requests = new Map(Array.from(this.#unanswered, (one) => [`${one.server.url} ${one.name}`, one]));
    await Promise.all(
      Array.from(requests.values(), async (one) => one.onNotice(await unansweredNotice(one, ids, LAST_MS))),
    );
  }

  async #endAtLast(kernel: LeftKernel): Promise<void> {
    const { server, id, onNotice } = kernel;
    let refusal = await refusalToEnd(kernel, LAST_MS);
    for (let tries = 1; refusal?.isAnswer && tries < LAST_TRIES; tries++) {
      await delay(LAST_PAUSE_MS);
      refusal = await refusalToEnd(kernel, LAST_MS);
    }
    if (refusal === undefined) return;
    onNotice(`its kernel ${id} may be left on ${server.url}: it could not be ended (${refusal.got})`);
  }

  #again(kernel: LeftKernel): void {
    const look = async (): Promise<void> => {
      if (this.#isClosed) return;
      if ((await refusalToEnd(kernel)) === undefined) this.#left.delete(kernel);
      else this.#again(kernel);
    };
    setTimeout(() => void look(), AGAIN_MS).unref();
  }
}

// A hub, in place of a user's server that it has stopped, refuses the request itself; the kernel ended with its server.
async function isServerStopped(server: Server, { status }: HttpResponse): Promise<boolean> {
  if (isServerFault(status)) return false;
  return stoppedByHub(server, await server.ask("api/kernelspecs"));
}

/** Asks a server to end a kernel; undefined when the kernel is gone. */
async function refusalToEnd({ server, id }: LeftKernel, silence?: number): Promise<Refusal | undefined> {
  try {
    const parts = { method: "DELETE", ...(silence === undefined ? {} : { silence }) };
    const answer = await server.ask(`api/kernels/${id}`, parts);
    const isGone = isSuccess(answer.status) || answer.status === STATUS.notFound;
    if (isGone || (await isServerStopped(server, answer))) return undefined;
    return { got: [answer.status, server.said(answer)].join(" ").trim(), isAnswer: isServerFault(answer.status) };
  } catch (error) {
    if (!(error instanceof ServerUnreachableError)) throw error;
    return { got: error.got, isAnswer: false };
  }
}
