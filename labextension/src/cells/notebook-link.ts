import type { Kernel } from "@jupyterlab/services";
import type { IDisposable } from "@lumino/disposable";
import { type ISignal, Signal } from "@lumino/signaling";
import { type FromNotebook, NOTEBOOK_TARGET, type ToNotebook } from "../../../src/kernel/protocol/notebook/messages.ts";
import { noStatus } from "../no-status.ts";

/** The implementation name of the kernels that answer. */
const IMPLEMENTATION = "tsnb";

type Plan = Extract<ToNotebook, { type: "plan" }>;

/** The comm over which a notebook and its kernel exchange messages about its cells. */
export class NotebookLink implements IDisposable {
  readonly #comm: Kernel.IComm;
  readonly #received = new Signal<this, ToNotebook>(this);
  readonly #plans = new Map<number, (plan: Plan | undefined) => void>();
  #requests = 0;
  #isDisposed = false;

  private constructor(comm: Kernel.IComm) {
    this.#comm = comm;
    comm.onMsg = ({ content: { data } }) => this.#receive(data);
    comm.onClose = () => this.dispose();
  }

  /** Opens a comm with a kernel; resolves with undefined when it is not one of tsnb's. */
  static async open(kernel: Kernel.IKernelConnection): Promise<NotebookLink | undefined> {
    const { implementation } = await kernel.info;
    if (implementation !== IMPLEMENTATION || kernel.isDisposed || !kernel.handleComms) return undefined;
    const comm = kernel.createComm(NOTEBOOK_TARGET);
    const link = new NotebookLink(comm);
    noStatus(comm.open({}));
    return link;
  }

  get isDisposed(): boolean {
    return this.#isDisposed || this.#comm.isDisposed;
  }

  /** The messages of the kernel. */
  get received(): ISignal<this, ToNotebook> {
    return this.#received;
  }

  send(message: FromNotebook): void {
    if (!this.isDisposed) noStatus(this.#comm.send(message));
  }

  /** Asks which cells to run: all stale ones (`null`), or those that depend on the cells that just ran. */
  plan(after: string[] | null): Promise<Plan | undefined> {
    if (this.isDisposed) return Promise.resolve(undefined);
    this.#requests += 1;
    const request = this.#requests;
    const answer = new Promise<Plan | undefined>((resolve) => this.#plans.set(request, resolve));
    this.send({ type: "plan", request, after });
    return answer;
  }

  dispose(): void {
    if (this.#isDisposed) return;
    this.#isDisposed = true;
    Signal.clearData(this);
    for (const resolve of this.#plans.values()) resolve(undefined);
    if (!this.#comm.isDisposed) noStatus(this.#comm.close());
  }

  #receive(data: unknown): void {
    if (!isToNotebook(data)) return;
    if (data.type === "plan") {
      this.#plans.get(data.request)?.(data);
      this.#plans.delete(data.request);
    } else this.#received.emit(data);
  }
}

// The kernel checks all that it receives; here only the type is checked, since a newer kernel may send other messages.
const TYPES: ReadonlySet<unknown> = new Set<ToNotebook["type"]>(["states", "plan", "variables"]);

function isToNotebook(data: unknown): data is ToNotebook {
  return typeof data === "object" && data !== null && "type" in data && TYPES.has(data.type);
}
