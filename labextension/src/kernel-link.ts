import type { Kernel, KernelMessage } from "@jupyterlab/services";
import type { IDisposable } from "@lumino/disposable";
import { type ISignal, Signal } from "@lumino/signaling";
import { type FromKernel, LIVE_PROTOCOL, LIVE_TARGET, type Opening } from "../../src/kernel/live/messages.ts";
import manifest from "../package.json";

/** The kernels that answer. */
const IMPLEMENTATION = "tsnb";

/**
 * What this extension says to one kernel, over a comm. A kernel that is not tsnb's, or one that speaks another version of these
 * messages, gives no link.
 */
export class KernelLink implements IDisposable {
  readonly #comm: Kernel.IComm;
  readonly #received = new Signal<this, FromKernel>(this);
  #isDisposed = false;

  private constructor(comm: Kernel.IComm) {
    this.#comm = comm;
    comm.onMsg = (message) => this.#receive(message);
    comm.onClose = () => this.dispose();
  }

  /** Opens a comm with a kernel; `undefined` when it is not one of tsnb's. */
  static async open(kernel: Kernel.IKernelConnection): Promise<KernelLink | undefined> {
    const { implementation } = await kernel.info;
    if (implementation !== IMPLEMENTATION || kernel.isDisposed || !kernel.handleComms) return undefined;
    const comm = kernel.createComm(LIVE_TARGET);
    const link = new KernelLink(comm);
    const opening: Opening = { protocol: LIVE_PROTOCOL, extension: manifest.version };
    comm.open(opening);
    return link;
  }

  get isDisposed(): boolean {
    return this.#isDisposed;
  }

  /** What the kernel says. */
  get received(): ISignal<this, FromKernel> {
    return this.#received;
  }

  dispose(): void {
    if (this.#isDisposed) return;
    this.#isDisposed = true;
    Signal.clearData(this);
    if (!this.#comm.isDisposed) this.#comm.close();
  }

  #receive({ content: { data } }: KernelMessage.ICommMsgMsg): void {
    if (isFromKernel(data)) this.#received.emit(data);
  }
}

// The kernel checks what it receives; here the type tells a message that a newer kernel may send.
const TYPES: ReadonlySet<unknown> = new Set<FromKernel["type"]>(["welcome", "diagnosed", "answered"]);

function isFromKernel(data: unknown): data is FromKernel {
  return typeof data === "object" && data !== null && "type" in data && TYPES.has(data.type);
}
