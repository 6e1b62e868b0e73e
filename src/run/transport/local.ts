import { findKernelspec, kernelDirs, type Kernelspec, UnknownKernelError } from "../../jupyter/kernelspec.ts";
import { tslabKernelspec } from "../../jupyter/tslab.ts";
import { tsnbKernelspec } from "../../kernel/kernelspec.ts";
import { handleRequest } from "./fetch.ts";
import type { RunningKernel } from "./running-kernel.ts";
import { ticketSerializer } from "./tickets.ts";
import type { Transport } from "./transport.ts";
import { kernelSocketClass } from "./websocket.ts";

/**
 * A Jupyter server inside this process, without a port: kernels are children of this process.
 *
 * @param findSpec where kernelspecs come from; Jupyter's folders and this package by default.
 */
export function localTransport(findSpec: (name: string) => Promise<Kernelspec> = installedOrOwn): Transport {
  const kernels = new Map<string, RunningKernel>();
  const tickets = ticketSerializer();
  return {
    settings: {
      baseUrl: "http://in-process.invalid/",
      wsUrl: "ws://in-process.invalid/",
      token: "",
      fetch: (input, init) => handleRequest(new Request(input, init), { kernels, findSpec }),
      WebSocket: kernelSocketClass(kernels, tickets),
      serializer: tickets,
    },
    requireKernel: async (name) => {
      await findSpec(name);
    },
  };
}

// The kernels that come with tsnb are there even if nobody has installed a kernelspec for them.
async function installedOrOwn(name: string): Promise<Kernelspec> {
  try {
    return await findKernelspec(name);
  } catch (error) {
    if (!(error instanceof UnknownKernelError)) throw error;
    const bundled = [tslabKernelspec(), tsnbKernelspec()];
    const named = bundled.find((spec) => spec.name === name.toLowerCase());
    if (named !== undefined) return named;
    const known = new Set([...error.known, ...bundled.map((spec) => spec.name)]);
    throw new UnknownKernelError(name, [...known].toSorted(), kernelDirs());
  }
}
