import { randomUUID } from "node:crypto";
import * as v from "valibot";
import { KernelStartError } from "../../errors/notebook-errors.ts";
import { NotJupyterError, ServerAccessError, ServerError, ServerRefusalError } from "../errors.ts";
import { mayHaveStarted } from "./kernel-requests.ts";
import { kernelModelIn } from "./kernel-model.ts";
import type { LeftKernels } from "./left-kernels.ts";
import { stoppedByHub } from "../hub/jupyterhub.ts";
import type { Server } from "../http/server.ts";
import { isServerFault, STATUS } from "../http/status.ts";

/** A kernel to start. */
export type KernelStart = {
  /** The name of its kernelspec. */
  readonly name: string;
  /** Its folder, below the server's root. */
  readonly path: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** True on a server that takes a kernel's folder only from a session. */
  readonly isInSession: boolean;
  /** Receives the request until it is answered. */
  readonly left: LeftKernels;
  /** Called with a notice for the user. */
  readonly onNotice: (text: string) => void;
};

// The answers of a server that failed to start a kernel, or that has none of its name.
const FAULTS: ReadonlySet<number> = new Set([STATUS.internalServerError, STATUS.notImplemented]);

const Session = v.object({ kernel: v.unknown() });

/**
 * Has a server start a kernel.
 *
 * @returns the kernel's id.
 * @throws {KernelStartError} when the server cannot start it.
 * @throws {ServerError} when the server does not answer, or refuses the request.
 */
export async function startKernel(
  server: Server,
  { name, path, env, isInSession, left, onNotice }: KernelStart,
): Promise<string> {
  const request = { server, name, onNotice };
  left.requested(request);
  try {
    // A cluster may take minutes; the run has a limit of its own.
    const parts = { method: "POST", silence: 0, signal: left.givingUp };
    const doing = "Starting a kernel";
    const answer = isInSession
      ? sessionKernel(await server.json(doing, "api/sessions", { ...parts, json: sessionIn(path, name) }))
      : await server.json(doing, "api/kernels", { ...parts, json: { name, path, env } });
    left.answered(request);
    const model = kernelModelIn(answer);
    if (model !== undefined) return model.id;
  } catch (error) {
    if (!(error instanceof ServerError && mayHaveStarted(error))) left.answered(request);
    await requireRunning(server, error);
    const isFault = error instanceof ServerRefusalError && FAULTS.has(error.status);
    if (!isFault) throw error;
    throw new KernelStartError(name, error.message.replace(/\.$/, ""), error);
  }
  const problem = {
    doing: `Starting a kernel at ${server.url}`,
    got: "the answer does not describe a kernel",
    fix: "Give the base URL of a Jupyter server",
  };
  throw new NotJupyterError(server.url, problem);
}

// A hub, in place of a user's server that does not run, refuses such a request for reasons of its own: 403 or 405.
async function requireRunning(server: Server, error: unknown): Promise<void> {
  const isRefused = error instanceof ServerRefusalError && !isServerFault(error.status);
  if (!isRefused && !(error instanceof ServerAccessError)) return;
  const answer = await server.ask("api/kernelspecs").catch(() => undefined);
  if (answer === undefined || !(await stoppedByHub(server, answer))) return;
  const got = "the hub reports that the user's server is not running";
  const problem = { doing: `Starting a kernel at ${server.url}`, got, fix: "Start it, or try again later" };
  throw new ServerRefusalError(server.url, STATUS.failedDependency, problem);
}

// The session's notebook need not exist.
function sessionIn(folder: string, kernel: string): object {
  const name = `tsnb-${randomUUID()}.ipynb`;
  return { path: folder === "" ? name : `${folder}/${name}`, name, type: "notebook", kernel: { name: kernel } };
}

function sessionKernel(answer: unknown): unknown {
  const session = v.safeParse(Session, answer);
  return session.success ? session.output.kernel : undefined;
}
