import type { ServerConnection } from "@jupyterlab/services";
import type { Kernelspec } from "../../jupyter/kernelspec.ts";

/** The loss of a kernel, or of some of its output. */
export type Loss = {
  /**
   * `kernel`: the kernel ended. `server`: its server or the connection to it failed, and the notebook may run on
   * another server. `outputs`: the kernel lives, but some of its output is lost. `access`: the server does not let the
   * run connect to the kernel.
   */
  readonly kind: "kernel" | "server" | "outputs" | "access";
  readonly reason: string;
  /** A sentence that advises what to do, if that is known. */
  readonly fix?: string;
  /** Set when the kernel may still run, so that the notebook must not begin on another server. */
  readonly mayRun?: boolean;
};

/** A kernel that was started, and everything that a Jupyter client needs to connect to it. */
export type StartedKernel = {
  readonly id: string;
  readonly name: string;
  readonly settings: Partial<ServerConnection.ISettings>;
  /** The kernelspec that a server started; undefined on this machine. */
  readonly kernelspec?: Kernelspec;
  /** Resolves with a loss that the client cannot detect itself; never rejects. */
  readonly lost?: Promise<Loss>;
  /** Code to run silently before the first cell; `onFailed` is called with the kernel's error. */
  readonly preamble?: { readonly code: string; readonly onFailed: (error: string) => void } | undefined;
  /** Set when tsnb's kernel should report the number of outputs with each reply. */
  readonly isCounted?: boolean;
  /** Resolves with true when all output of the last cell has arrived; with false when `lost` reports the rest. */
  readonly isComplete?: () => Promise<boolean>;
  /** The time since the connection was opened, in milliseconds; 0 without a connection. */
  readonly connectedMs?: () => number;
  /** Called when the kernel is no longer used; rejects when files that it wrote are lost. */
  readonly onEnd?: () => Promise<void>;
};

/** The way in which the runner finds, starts and reaches kernels. */
export type Transport = {
  /** Set when kernels run on servers: starting one may take minutes, and it reads other files. */
  readonly isRemote?: true;
  /** The addresses of the servers, sorted; undefined on this machine. */
  readonly urls?: readonly string[];
  /** The number of kernels that can run at once; undefined when the runner decides. */
  readonly places?: number;
  /**
   * Checks that there is a kernel of that name.
   *
   * @throws {UnknownKernelError | KernelspecError} when no such kernel can be started.
   */
  readonly requireKernel: (name: string) => Promise<void>;
  /**
   * The kernelspec of that name.
   *
   * @throws {UnknownKernelError | KernelspecError} when no such kernel can be started.
   */
  readonly kernelspec: (name: string) => Promise<Kernelspec>;
  /**
   * Starts a kernel.
   *
   * @throws {UnknownKernelError | KernelspecError} when there is none of that name. Errors of the operating system are
   *   thrown as they are.
   */
  readonly start: (request: StartRequest) => Promise<StartedKernel>;
  /** The available kernels. */
  readonly listKernels: () => Promise<readonly { readonly name: string; readonly language: string }[]>;
  /** Called when no more kernels are needed; resolves when everything that can be ended has ended. */
  readonly close?: () => Promise<void>;
};

/** Options for starting a kernel. */
export type StartRequest = {
  readonly name: string;
  /** The kernel's working directory. */
  readonly path: string;
  /** The path of the notebook. */
  readonly notebook?: string;
  /** Variables in addition to the environment that every kernel gets. */
  readonly env: Readonly<Record<string, string>>;
  /** True for a kernel of tsnb that checks types only once a cell's request asks for it. */
  readonly checksIfAsked?: boolean;
  /** The time that the kernel may take to start, in seconds; 0 for no limit. */
  readonly startupSeconds?: number;
  /** Called with true when the kernel has to wait for a place before it starts, and with false when the wait ends. */
  readonly onQueue?: (isWaiting: boolean) => void;
  /** Called with phrases that the user should see. */
  readonly onNotice?: (text: string) => void;
  /** Aborted when the kernel is no longer needed: a start that waits for a place then rejects. */
  readonly signal?: AbortSignal;
};
