import type { KernelMessage } from "@jupyterlab/services";
import { isJsonObject } from "../../../jupyter/json.ts";
import { deferred } from "../../../util/deferred.ts";
import { within } from "../../../util/within.ts";
import type { Loss } from "../../transport/transport.ts";
import { type ConnectionGap, isKept } from "./connection-gap.ts";
import type { KernelModel } from "../kernels/kernel-model.ts";
import { rateLimitNotice } from "./dropped-output-notice.ts";
import { KernelRestarts } from "./kernel-restarts.ts";

/** A request whose reply or last output has not arrived yet. */
type Pending = {
  /** The number of outputs that have arrived. */
  outputs: number;
  /** The number of outputs that the kernel sent; undefined where it does not report that. */
  published: number | undefined;
  isReplied: boolean;
  isIdle: boolean;
  /** True when the kernel was interrupted, and not by this run. */
  isInterrupted: boolean;
};

// At a restart, a server gives a kernel five seconds to end before it starts the new one.
const RESTART_MS = 10_000;
const ASK_EVERY_MS = 2500;
/** The number of answers after which a kernel is taken to be the same: by then, a server has ended an old one. */
const ENOUGH_ANSWERS = 2;
// The errors of an interrupted cell in ipykernel, tsnb's kernel and IJulia.
const INTERRUPTED: ReadonlySet<unknown> = new Set(["KeyboardInterrupt", "Interrupted", "InterruptException"]);

const AGAIN = "Run the notebook again";

const RESTARTED: Loss = {
  kind: "kernel",
  reason: "it was restarted on the server, and all variables are lost",
  fix: `${AGAIN}, and leave its kernel alone until it ends`,
};

/**
 * Watches the messages between the run and a kernel, and finds out whether any of them is missing. tsnb's kernel gives
 * the number of a cell's outputs in its reply. For other kernels, and for what earlier cells left running, the times of
 * messages show whether the server kept those that the kernel sent while the connection was lost.
 */
export class Traffic {
  readonly #pending = new Map<string, Pending>();
  readonly #onLost: (loss: Loss) => void;
  readonly #look: () => Promise<KernelModel | undefined>;
  readonly #ask: () => void;
  /** Called when the kernel answers as the same process; undefined unless it may have been restarted. */
  #onSame: (() => void) | undefined;
  #hasInterrupted = false;
  readonly #restarts = new KernelRestarts();
  /** The latest time at which the kernel sent an iopub message, in milliseconds by its clock. */
  #lastAt = Number.NEGATIVE_INFINITY;
  #gap: ConnectionGap | undefined;
  /** The intervals without a connection that are not examined yet. */
  readonly #gaps: ConnectionGap[] = [];
  #openedAt: number | undefined;
  #isIdle = false;
  readonly #restarted = deferred<true>();
  #checked: Promise<boolean> = Promise.resolve(true);

  /**
   * @param onLost called when outputs or the kernel are lost.
   * @param look asks the server about the kernel; undefined when the server does not describe it.
   * @param ask asks the kernel, whose answer shows whether it was restarted.
   */
  constructor(onLost: (loss: Loss) => void, look: () => Promise<KernelModel | undefined>, ask: () => void) {
    this.#onLost = onLost;
    this.#look = look;
    this.#ask = ask;
  }

  /** True while a request is unfinished, or the kernel may have been restarted. */
  get isWaiting(): boolean {
    return this.#pending.size > 0 || this.#onSame !== undefined;
  }

  /** Records that this run interrupts the kernel. */
  interrupts(): void {
    this.#hasInterrupted = true;
  }

  /** Resolves when all finished requests are checked; false when one of them lost outputs. */
  isComplete(): Promise<boolean> {
    return this.#checked;
  }

  /** Records a message to the kernel. */
  sent({ header }: KernelMessage.IMessage): void {
    if (header.msg_type !== "execute_request") return;
    const request = { outputs: 0, published: undefined, isReplied: false, isIdle: false, isInterrupted: false };
    this.#pending.set(header.msg_id, request);
  }

  /** Records a message from the kernel. */
  received(message: KernelMessage.IMessage): void {
    const dropped = rateLimitNotice(message);
    if (dropped !== undefined) return this.#onLost(dropped);
    if (this.#restarts.isOfAnother(message)) {
      this.#restarted.resolve(true);
      return this.#onLost(RESTARTED);
    }
    const { channel, header, parent_header: parent, content } = message;
    if (header.msg_type === "kernel_info_reply" && this.#restarts.isOfSame(message)) this.#onSame?.();
    const at = Date.parse(header.date);
    if (channel === "iopub" && !Number.isNaN(at)) this.#heard(at);
    this.#isIdle = false;
    const id = "msg_id" in parent ? parent.msg_id : "";
    const request = this.#pending.get(id);
    if (request === undefined) return;
    if (header.msg_type === "execute_reply") {
      request.isReplied = true;
      request.published = publishedIn(content);
      request.isInterrupted = !this.#hasInterrupted && "ename" in content && INTERRUPTED.has(content.ename);
    } else if (channel === "iopub" && header.msg_type !== "status") {
      request.outputs += 1;
    }
    if ("execution_state" in content && content.execution_state === "idle") request.isIdle = true;
    if (!request.isReplied || !request.isIdle) return;
    this.#pending.delete(id);
    const before = this.#checked;
    // Work that an earlier cell left running may have printed in any of them.
    this.#checked = this.#check(request, this.#gaps.splice(0)).then(async (isComplete) => (await before) && isComplete);
  }

  /** Records that the connection was lost. */
  dropped(): void {
    this.#openedAt = undefined;
    this.#gap = { lastAt: this.#lastAt, heardUntil: undefined, firstAt: undefined };
    this.#gaps.push(this.#gap);
  }

  /** Records the server's description of the kernel just before the connection is restored. */
  returning({ last_activity: heard }: KernelModel): void {
    if (this.#gap !== undefined) this.#gap.heardUntil = heard;
  }

  /** Records that there is a connection. */
  opened(): void {
    this.#openedAt = performance.now();
  }

  /** The time since the connection was opened, in milliseconds; 0 without a connection. */
  get connectedMs(): number {
    return this.#openedAt === undefined ? 0 : performance.now() - this.#openedAt;
  }

  /** Records the server's description of the kernel: when it is idle twice in a row, a missing answer is lost. */
  looked({ execution_state: state }: KernelModel): void {
    const isWaiting = this.isWaiting && this.#gaps.length > 0;
    if (state !== "idle" || !isWaiting) {
      this.#isIdle = false;
      return;
    }
    if (this.#isIdle) {
      const reason = "the kernel is idle, but its reply never arrived; the connection was lost while the cell ran";
      this.#onLost({ kind: "outputs", reason, fix: AGAIN });
    }
    this.#isIdle = true;
  }

  #heard(at: number): void {
    if (this.#gap?.heardUntil !== undefined) this.#gap.firstAt ??= at;
    this.#lastAt = Math.max(this.#lastAt, at);
  }

  /** True when the kernel turns out to be restarted: then it was interrupted first, or its last messages are lost. */
  async #isRestarted(): Promise<boolean> {
    const same = deferred<false>();
    let answers = 0;
    this.#onSame = () => {
      answers += 1;
      if (answers === ENOUGH_ANSWERS) same.resolve(false);
    };
    const asking = setInterval(this.#ask, ASK_EVERY_MS);
    const isRestarted = await within(RESTART_MS, Promise.race([this.#restarted.promise, same.promise]));
    clearInterval(asking);
    this.#onSame = undefined;
    return isRestarted ?? false;
  }

  async #check({ outputs, published, isInterrupted }: Pending, gaps: readonly ConnectionGap[]): Promise<boolean> {
    const isMissing = published !== undefined && outputs < published;
    if ((isInterrupted || isMissing) && (await this.#isRestarted())) return false;
    if (isMissing) {
      const crossed = gaps.length > 0 ? "; the connection was lost meanwhile" : "";
      const reason = `${outputs} of ${published} messages arrived${crossed}`;
      this.#onLost({ kind: "outputs", reason, fix: AGAIN });
      return false;
    }
    if (gaps.length === 0) return true;
    const before = this.#lastAt;
    const heard = (await this.#look())?.last_activity;
    const clocks = { heard: Date.parse(heard ?? ""), sent: [before, this.#lastAt] } as const;
    if (gaps.every((gap) => isKept(gap, clocks))) return true;
    const kept = heard === undefined ? "does not say whether it has kept" : "has not kept";
    const reason = `the connection was lost while the cell ran, and the server ${kept} the kernel's messages`;
    this.#onLost({ kind: "outputs", reason, fix: `${AGAIN}; a server with buffer_offline_messages keeps them` });
    return false;
  }
}

function publishedIn(content: object): number | undefined {
  const tsnb: unknown = "tsnb" in content ? content.tsnb : undefined;
  const published = isJsonObject(tsnb) ? tsnb["published"] : undefined;
  return typeof published === "number" ? published : undefined;
}
