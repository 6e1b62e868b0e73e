import type { Kernel, KernelMessage } from "@jupyterlab/services";
import type { JSONObject } from "@lumino/coreutils";
import type { IDisposable } from "@lumino/disposable";
import { type ISignal, Signal } from "@lumino/signaling";
import { noStatus } from "../../no-status.ts";
import {
  type LiveAnswer,
  type Answered,
  type FromKernel,
  LIVE_PROTOCOL,
  LIVE_TARGET,
  type Opening,
  type Questions,
  type ToKernel,
} from "../../../../src/kernel/live/messages.ts";
import manifest from "../../../package.json";

/** The implementation name of the kernels that answer. */
const IMPLEMENTATION = "tsnb";

// Longer than the compiler ever takes to answer.
const PATIENCE_MS = 30_000;

type Asked = (message: Answered | undefined) => void;

/** The comm over which this extension and one kernel exchange messages about types. */
export class LiveLink implements IDisposable {
  readonly #comm: Kernel.IComm;
  readonly #received = new Signal<this, FromKernel>(this);
  readonly #disposed = new Signal<this, void>(this);
  readonly #asked = new Map<number, Asked>();
  #lastId = 0;
  #isDisposed = false;

  private constructor(comm: Kernel.IComm) {
    this.#comm = comm;
    comm.onMsg = (message) => this.#receive(message);
    comm.onClose = () => this.dispose();
  }

  /** Opens a comm with a kernel; resolves with undefined when it is not one of tsnb's. */
  static async open(kernel: Kernel.IKernelConnection): Promise<LiveLink | undefined> {
    const { implementation } = await kernel.info;
    if (implementation !== IMPLEMENTATION || kernel.isDisposed || !kernel.handleComms) return undefined;
    const comm = kernel.createComm(LIVE_TARGET);
    const link = new LiveLink(comm);
    const opening: Opening = { protocol: LIVE_PROTOCOL, extension: manifest.version };
    noStatus(comm.open(opening));
    return link;
  }

  get isDisposed(): boolean {
    return this.#isDisposed || this.#comm.isDisposed;
  }

  /** The kernel's messages, except its answers. */
  get received(): ISignal<this, FromKernel> {
    return this.#received;
  }

  /** Emitted when the link is closed. */
  get disposed(): ISignal<this, void> {
    return this.#disposed;
  }

  say(message: ToKernel): void {
    if (!this.isDisposed) noStatus(this.#comm.send(jsonOf(message)));
  }

  /** Asks about a cell as last sent; resolves with null when there is no answer within 30 seconds. */
  async ask<K extends keyof Questions>(cell: string, kind: K, details: Questions[K]): Promise<LiveAnswer<K>["answer"]> {
    if (this.isDisposed) return null;
    this.#lastId += 1;
    const id = this.#lastId;
    const message = await new Promise<Answered | undefined>((resolve) => {
      this.#asked.set(id, resolve);
      setTimeout(() => this.#answer(id, undefined), PATIENCE_MS);
      noStatus(this.#comm.send(jsonOf({ type: "ask", id, cell, question: { kind, ...details } })));
    });
    return message && isAnswerTo(kind, message) ? message.answer : null;
  }

  dispose(): void {
    if (this.#isDisposed) return;
    this.#isDisposed = true;
    for (const id of this.#asked.keys()) this.#answer(id, undefined);
    if (!this.#comm.isDisposed) noStatus(this.#comm.close());
    this.#disposed.emit();
    Signal.clearData(this);
  }

  #receive({ content }: KernelMessage.ICommMsgMsg): void {
    const data: unknown = content.data;
    if (!isFromKernel(data)) return;
    if (data.type === "answered") this.#answer(data.id, data);
    else this.#received.emit(data);
  }

  #answer(id: number, message: Answered | undefined): void {
    this.#asked.get(id)?.(message);
    this.#asked.delete(id);
  }
}

// The kernel checks all that it receives; here only the type is checked, since a newer kernel may send other messages.
const TYPES: ReadonlySet<unknown> = new Set<FromKernel["type"]>(["welcome", "diagnosed", "answered"]);

function isFromKernel(data: unknown): data is FromKernel {
  return typeof data === "object" && data !== null && "type" in data && TYPES.has(data.type);
}

function isAnswerTo<K extends keyof Questions>(kind: K, message: LiveAnswer): message is LiveAnswer<K> & LiveAnswer {
  return message.kind === kind;
}

function jsonOf(message: object): JSONObject {
  return Object.fromEntries(Object.entries(message));
}
