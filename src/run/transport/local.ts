import {
  findKernelspec,
  kernelDirs,
  type Kernelspec,
  listKernelspecs,
  UnknownKernelError,
} from "../../jupyter/kernelspec.ts";
import { tslabFolder, tslabKernelspec } from "../../jupyter/tslab.ts";
import { tsnbKernelspec } from "../../kernel/kernelspec.ts";
import { kernelEnvironment } from "./environment.ts";
import { handleRequest } from "./fetch.ts";
import { RunningKernel } from "./running-kernel.ts";
import { ticketSerializer } from "./tickets.ts";
import type { StartedKernel, Transport } from "./transport.ts";
import { kernelSocketClass } from "./websocket.ts";

/**
 * A Jupyter server inside this process, without a port: kernels are children of this process.
 *
 * @param findSpec where kernelspecs come from; this package and Jupyter's folders by default.
 */
export function localTransport(findSpec: (name: string) => Promise<Kernelspec> = ownOrInstalled): Transport {
  const kernels = new Map<string, RunningKernel>();
  const tickets = ticketSerializer();
  const settings: StartedKernel["settings"] = {
    baseUrl: "http://in-process.invalid/",
    wsUrl: "ws://in-process.invalid/",
    token: "",
    fetch: (input, init) => handleRequest(new Request(input, init), kernels),
    WebSocket: kernelSocketClass(kernels, tickets),
    serializer: tickets,
  };
  return {
    requireKernel: async (name) => {
      await findSpec(name);
    },
    kernelspec: findSpec,
    start: async ({ name, path, env }) => {
      const place = { cwd: path, env: { ...kernelEnvironment(process.env), ...env } };
      const kernel = await RunningKernel.start(await findSpec(name), place);
      kernels.set(kernel.id, kernel);
      return { id: kernel.id, name: kernel.name, settings };
    },
    listKernels: async () => [...(await listKernelspecs()).specs, ...bundled()],
  };
}

function bundled(): readonly Kernelspec[] {
  return [...(tslabFolder() === undefined ? [] : [tslabKernelspec()]), tsnbKernelspec()];
}

/**
 * The kernels that come with tsnb are there even if nobody has installed a kernelspec for them. One that was
 * installed says which Node.js starts them and with what environment; it counts if it starts this copy of them.
 */
async function ownOrInstalled(name: string): Promise<Kernelspec> {
  const own = bundled().find((spec) => spec.name === name.toLowerCase());
  if (own !== undefined) {
    const installed = (await listKernelspecs()).specs.find((spec) => spec.name === own.name);
    const isSame = installed && own.argv.slice(1).every((part) => installed.argv.includes(part));
    return isSame ? installed : own;
  }
  try {
    return await findKernelspec(name);
  } catch (error) {
    if (!(error instanceof UnknownKernelError)) throw error;
    const known = new Set([...error.known, ...bundled().map((spec) => spec.name)]);
    throw new UnknownKernelError(name, [...known].toSorted(), kernelDirs());
  }
}
