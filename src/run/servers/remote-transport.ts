import { relative } from "node:path";
import { type Kernelspec, UnknownKernelError } from "../../jupyter/kernelspec.ts";
import { DROPPED_VARIABLES, FIXED_VARIABLES } from "../transport/kernel-environment.ts";
import type { StartRequest, Transport } from "../transport/transport.ts";
import { endSync } from "./sync/end-sync.ts";
import { isIndependent, mayOutlive } from "./kernels/kernel-lifetime.ts";
import type { HubWait } from "./hub/start-hub-server.ts";
import type { Patience } from "./connection/socket-listener.ts";
import type { LeftKernels } from "./kernels/left-kernels.ts";
import { serverKernelspecs } from "./kernels/server-kernelspecs.ts";
import { preambleFor, withoutPreamble } from "./kernels/variables-preamble.ts";
import { remoteKernel } from "./connection/remote-kernel.ts";
import type { Server } from "./http/server.ts";
import { isOldNotebook } from "./kernels/old-notebook.ts";
import { startKernel } from "./kernels/start-kernel.ts";
import { startOf } from "./kernels/server-start-time.ts";
import { type SyncOptions, SyncedFolder } from "./sync/synced-folder.ts";
import { isBelow } from "../../util/files/is-below.ts";
import { slashed } from "../../util/files/slashed.ts";

/** The options for starting kernels and connecting to them. */
export type RemoteOptions = {
  /** The names of variables to leave out of requests for kernels, since servers may log those. */
  readonly secrets: readonly string[];
  /** The options for uploading notebooks' folders; undefined when they are not uploaded. */
  readonly sync: SyncOptions | undefined;
  readonly patience: Patience;
  /** The wait for a hub's server. */
  readonly wait: HubWait;
  /** Receives the kernels that cannot be ended. */
  readonly left: LeftKernels;
};

/**
 * The kernels of a Jupyter server, Kernel Gateway, Enterprise Gateway or JupyterHub user's server.
 *
 * @param server the server that runs them.
 * @throws {ServerError} when it does not answer, refuses access or is not a Jupyter server.
 */
export async function remoteTransport(server: Server, options: RemoteOptions): Promise<Transport> {
  const { secrets, sync, patience, left } = options;
  const specs = await serverKernelspecs(server);
  const [started, isInSession] = await Promise.all([startOf(server), isOldNotebook(server)]);
  const find = (name: string): Promise<Kernelspec> => {
    const found = specs.find((spec) => spec.name.toLowerCase() === name.toLowerCase());
    if (found !== undefined) return Promise.resolve(found);
    return Promise.reject(
      new UnknownKernelError(
        name,
        specs.map((spec) => spec.name),
        [server.url],
      ),
    );
  };
  return {
    isRemote: true,
    requireKernel: async (name) => {
      await find(name);
    },
    kernelspec: find,
    listKernels: () => Promise.resolve(specs),
    start: async (request) => {
      const spec = await find(request.name);
      const { onNotice = () => {} } = request;
      const variables = { ...FIXED_VARIABLES, ...request.env };
      const asked = { ...startVariables(request, sync === undefined), ...resourcesIn(process.env), ...variables };
      const open = Object.entries(asked).filter(([name]) => !secrets.includes(name));
      const preamble = preambleFor(spec, variables, DROPPED_VARIABLES);
      if (preamble === undefined) for (const notice of withoutPreamble(request.env, secrets)) onNotice(notice);
      const synced = sync && (await SyncedFolder.upload(server, request.path, sync, onNotice));
      const path = synced?.path ?? folderOnServer(request.path);
      try {
        const env = Object.fromEntries(open);
        const id = await startKernel(server, { name: spec.name, path, env, isInSession, left, onNotice });
        const place = { server, id, started, isIndependent: isIndependent(spec), mayOutlive: mayOutlive(spec) };
        const own = await remoteKernel(place, { name: spec.name, preamble, patience, left, onNotice });
        const kernel = { ...own, kernelspec: spec };
        return synced === undefined ? kernel : { ...kernel, onEnd: () => endSync(synced, onNotice) };
      } catch (error) {
        await synced?.drop(onNotice);
        throw error;
      }
    },
  };
}

/** A folder's path below the server's root: the same as below the current folder, or "" when it is not in that. */
function folderOnServer(folder: string): string {
  const below = slashed(relative(process.cwd(), folder));
  return isBelow(below) ? below : "";
}

// A gateway gives up sooner than the run, so that its own error is reported.
const LAUNCH_PAD_SECONDS = 2;
const NO_LIMIT_SECONDS = 86_400;

/** The variables that gateways need to start a kernel, as Jupyter Server's own client sends them; servers ignore them. */
function startVariables({ startupSeconds = 0, path }: StartRequest, isFolder: boolean): NodeJS.ProcessEnv {
  const seconds = startupSeconds === 0 ? NO_LIMIT_SECONDS : Math.max(1, startupSeconds - LAUNCH_PAD_SECONDS);
  return { KERNEL_LAUNCH_TIMEOUT: String(seconds), ...(isFolder ? { KERNEL_WORKING_DIR: path } : {}) };
}

// The variables from which a cluster reads a kernel's resources, as Jupyter Server's own client of gateways sends them.
function resourcesIn(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => name.startsWith("KERNEL_")));
}
