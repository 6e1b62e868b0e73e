import type { ServerConnection } from "@jupyterlab/services";
import type { Kernelspec } from "../../jupyter/kernelspec.ts";

/** The reason why a kernel cannot be spoken to any more. */
export type Loss = {
  /**
   * `kernel`: it ended. `server`: the server that it runs on, or the way there, failed, and the notebook may run on
   * another. `outputs`: it lives, but some of what it said is lost.
   */
  readonly kind: "kernel" | "server" | "outputs";
  readonly reason: string;
  /** A sentence on what to do about it, where that is known. */
  readonly fix?: string;
  /** Set when the kernel may still run, so that the notebook must not begin on another server. */
  readonly mayRun?: boolean;
};

/** A kernel that was started, and what a Jupyter client needs to know to speak to it. */
export type StartedKernel = {
  readonly id: string;
  readonly name: string;
  readonly settings: Partial<ServerConnection.ISettings>;
  /** Resolves with a loss that the client does not see itself; never rejects. */
  readonly lost?: Promise<Loss>;
  /** Code to run before the first cell, of which nothing is shown. */
  readonly preamble?: string | undefined;
  /** Set when tsnb's kernel is to say with each reply how many outputs there were. */
  readonly isCounted?: boolean;
  /** Resolves when it is known whether all that the last cell said has come; false when `lost` tells what has not. */
  readonly isComplete?: () => Promise<boolean>;
  /** Called when nothing more is asked of it; rejects when what it has left behind is lost. */
  readonly onEnd?: () => Promise<void>;
};

/** How the runner reaches kernels. */
export type Transport = {
  /** Set when kernels run elsewhere: starting one may take minutes, and it reads other files. */
  readonly isRemote?: true;
  /** How many kernels it runs at once; undefined when that is left to the runner. */
  readonly places?: number;
  /**
   * Makes sure that there is a kernel of that name.
   *
   * @throws {UnknownKernelError | KernelspecError} when there is none that can be started.
   */
  readonly requireKernel: (name: string) => Promise<void>;
  /**
   * The kernelspec of that name.
   *
   * @throws {UnknownKernelError | KernelspecError} when there is none that can be started.
   */
  readonly kernelspec: (name: string) => Promise<Kernelspec>;
  /**
   * Starts a kernel.
   *
   * @throws {UnknownKernelError | KernelspecError} when there is none of that name, and what the operating system says.
   */
  readonly start: (request: StartRequest) => Promise<StartedKernel>;
  /** The kernels that there are. */
  readonly listKernels: () => Promise<readonly { readonly name: string; readonly language: string }[]>;
  /** Called when no kernel is asked for any more; resolves when what can be ended has ended. */
  readonly close?: () => Promise<void>;
};

/** Options for starting a kernel. */
export type StartRequest = {
  readonly name: string;
  /** The kernel's working folder. */
  readonly path: string;
  /** Variables on top of the environment that every kernel gets. */
  readonly env: Readonly<Record<string, string>>;
  /** How long it may take to start, in seconds; 0 for no limit. */
  readonly startupSeconds?: number;
  /** Called when it has to wait for a place before it can start, and when it need not any more. */
  readonly onQueue?: (isWaiting: boolean) => void;
  /** Called with what the user should know of. */
  readonly onNotice?: (text: string) => void;
};
