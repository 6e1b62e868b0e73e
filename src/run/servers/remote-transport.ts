import { relative, sep } from "node:path";
import { type Kernelspec, UnknownKernelError } from "../../jupyter/kernelspec.ts";
import { messageOf } from "../../util/error.ts";
import { KernelStartError } from "../notebook-errors.ts";
import { DROPPED_VARIABLES, FIXED_VARIABLES } from "../transport/kernel-environment.ts";
import type { StartRequest, StartedKernel, Transport } from "../transport/transport.ts";
import { NotJupyterError, ServerRefusalError } from "./errors.ts";
import { kernelModelIn } from "./kernel-model.ts";
import { serverKernelspecs } from "./server-kernelspecs.ts";
import { preambleFor } from "./variables-preamble.ts";
import { remoteKernel } from "./remote-kernel.ts";
import type { Server } from "./server.ts";
import { type SyncOptions, SyncedFolder } from "./synced-folder.ts";

/** How kernels are started and spoken to. */
export type RemoteOptions = {
  /** Variables that no request for a kernel holds, for servers may write them into their logs. */
  readonly secrets: readonly string[];
  /** How notebooks' folders are uploaded; undefined when they are not. */
  readonly sync: SyncOptions | undefined;
  /** How long a server may be away, in milliseconds. */
  readonly patience: number;
};

/**
 * Kernels of a Jupyter server, Kernel Gateway, Enterprise Gateway or JupyterHub's server of a user.
 *
 * @param server where they run.
 * @throws {ServerError} when it does not answer, lets nobody in or is no Jupyter server.
 */
export async function remoteTransport(server: Server, { secrets, sync, patience }: RemoteOptions): Promise<Transport> {
  const specs = await serverKernelspecs(server);
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
      const variables = { ...FIXED_VARIABLES, ...request.env };
      const open = Object.entries({ ...resourcesIn(process.env), ...variables }).filter(
        ([name]) => !secrets.includes(name),
      );
      const preamble = preambleFor(spec, variables, DROPPED_VARIABLES);
      const synced = sync && (await SyncedFolder.upload(server, request.path, sync));
      const path = synced?.path ?? folderOnServer(request.path);
      try {
        const started = await startKernel(server, { name: spec.name, path, env: Object.fromEntries(open) });
        const kernel = await remoteKernel(server, started, { preamble, patience });
        return synced === undefined ? kernel : { ...kernel, onEnd: () => endSync(synced, request) };
      } catch (error) {
        await synced?.remove().catch(() => undefined);
        throw error;
      }
    },
  };
}

async function startKernel(
  server: Server,
  { name, path, env }: Pick<StartRequest, "name" | "path"> & { readonly env: object },
): Promise<Pick<StartedKernel, "id" | "name">> {
  const json = { name, path, env };
  try {
    // A cluster may take minutes; the run has a limit of its own.
    const model = kernelModelIn(
      await server.json("Starting a kernel", "api/kernels", { method: "POST", json, silence: 0 }),
    );
    if (model !== undefined) return { id: model.id, name };
  } catch (error) {
    if (!(error instanceof ServerRefusalError) || error.status < 500 || error.status > 501) throw error;
    throw new KernelStartError(name, error.message.replace(/\.$/, ""), error);
  }
  const problem = {
    doing: `Starting a kernel at ${server.url}`,
    got: "the answer is no kernel",
    fix: "Give the base URL of a Jupyter server",
  };
  throw new NotJupyterError(server.url, problem);
}

/** Brings back what a kernel has written; of several problems the first is thrown. */
async function endSync(synced: SyncedFolder, { onNotice }: StartRequest): Promise<void> {
  const [first, ...others] = await synced.bringBack();
  if (first !== undefined) {
    for (const { message } of others) onNotice?.(message);
    throw first;
  }
  try {
    await synced.remove();
  } catch (error) {
    onNotice?.(`the folder ${synced.path} is left on the server (${messageOf(error)})`);
  }
}

/** A folder as the server's API names it: the same one below its root as below the current folder. */
function folderOnServer(folder: string): string {
  const below = relative(process.cwd(), folder).split(sep).join("/");
  return below === ".." || below.startsWith("../") || /^\w:/.test(below) ? "" : below;
}

// As Jupyter Server's own client of gateways sends them: a cluster reads a kernel's resources from these.
function resourcesIn(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => name.startsWith("KERNEL_")));
}
