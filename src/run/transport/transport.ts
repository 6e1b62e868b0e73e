import type { ServerConnection } from "@jupyterlab/services";
import type { Kernelspec } from "../../jupyter/kernelspec.ts";

/** How the runner reaches kernels: what a Jupyter client needs to know of a server. */
export type Transport = {
  readonly settings: Pick<
    ServerConnection.ISettings,
    "baseUrl" | "wsUrl" | "token" | "fetch" | "WebSocket" | "serializer"
  >;
  /**
   * Makes sure that there is a kernel of that name.
   *
   * @throws {UnknownKernelError | KernelspecError} when there is none that can be started.
   */
  readonly requireKernel: (name: string) => Promise<void>;
  /**
   * What starts the kernel of that name.
   *
   * @throws {UnknownKernelError | KernelspecError} when there is none that can be started.
   */
  readonly kernelspec: (name: string) => Promise<Kernelspec>;
  /**
   * Starts a kernel. Unlike a request to a server, it loads nothing before the kernel's process.
   *
   * @throws {UnknownKernelError | KernelspecError} when there is none of that name, and what the operating system says.
   */
  readonly start: (request: StartRequest) => Promise<{ readonly id: string; readonly name: string }>;
  /** The kernels that there are. */
  readonly listKernels: () => Promise<readonly { readonly name: string; readonly language: string }[]>;
};

/** Options for starting a kernel. */
export type StartRequest = {
  readonly name: string;
  /** The kernel's working folder. */
  readonly path: string;
  /** Variables on top of the environment that every kernel gets. */
  readonly env: Readonly<Record<string, string>>;
};
