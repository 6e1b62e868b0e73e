import type { Kernelspec } from "../../jupyter/kernelspec.ts";
import { kernelEnvironment } from "./kernel-environment.ts";
import { answerRequest } from "./answer-request.ts";
import { localKernelspec, localKernelspecs } from "./local-kernelspecs.ts";
import { RunningKernel } from "./running-kernel.ts";
import { inProcessSerializer } from "./in-process-serializer.ts";
import type { StartedKernel, Transport } from "./transport.ts";
import { kernelSocketClass } from "./websocket.ts";

/**
 * A Jupyter server inside this process, without a port: kernels are children of this process.
 *
 * @param findSpec finds the kernelspec of a name; by default in this package and Jupyter's folders.
 */
export function localTransport(findSpec: (name: string) => Promise<Kernelspec> = localKernelspec): Transport {
  const kernels = new Map<string, RunningKernel>();
  const tickets = inProcessSerializer();
  const settings: StartedKernel["settings"] = {
    baseUrl: "http://in-process.invalid/",
    wsUrl: "ws://in-process.invalid/",
    token: "",
    fetch: (input, init) => answerRequest(new Request(input, init), kernels),
    WebSocket: kernelSocketClass(kernels, tickets),
    serializer: tickets,
  };
  return {
    requireKernel: async (name) => {
      await findSpec(name);
    },
    kernelspec: findSpec,
    start: async ({ name, path, notebook, env, checksIfAsked = false }) => {
      // A Jupyter server names the notebook in this variable. A run inside a notebook inherits that one's name.
      const session = { JPY_SESSION_NAME: notebook };
      const place = { cwd: path, env: { ...kernelEnvironment(process.env), ...session, ...env }, checksIfAsked };
      const kernel = await RunningKernel.start(await findSpec(name), place);
      kernels.set(kernel.id, kernel);
      return { id: kernel.id, name: kernel.name, settings };
    },
    listKernels: localKernelspecs,
  };
}
