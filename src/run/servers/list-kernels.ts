import type { Kernelspec } from "../../jupyter/kernelspec.ts";
import { type RunOptionValues, runSettings } from "../options/run-options.ts";
import { startupSeconds } from "../options/startup-seconds.ts";
import { serversFromOptions } from "./settings/from-options.ts";
import { serverKernelspecs } from "./kernels/server-kernelspecs.ts";
import { reachServer } from "./reach-server.ts";

/** The kernels of one server. */
export type ServerKernels = { readonly server: string; readonly specs: readonly Kernelspec[] };

/**
 * The kernels of the servers that options name.
 *
 * @throws {OptionError} when the options cannot be used.
 * @throws {ServerError} when a server does not list its kernels.
 */
export async function serverKernels(
  options: RunOptionValues,
  env: NodeJS.ProcessEnv,
): Promise<readonly ServerKernels[]> {
  const run = runSettings(options);
  const servers = await serversFromOptions(run, env);
  const wait = { startupSeconds: startupSeconds(run, true), onWait: () => {} };
  return Promise.all(
    servers.map(async (settings) => {
      const server = await reachServer(settings, wait);
      try {
        return { server: server.url, specs: await serverKernelspecs(server) };
      } finally {
        server.close();
      }
    }),
  );
}
