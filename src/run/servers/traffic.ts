import type { KernelMessage } from "@jupyterlab/services";
import { isJsonObject } from "../../jupyter/json.ts";
import { deferred } from "../../util/deferred.ts";
import { within } from "../../util/within.ts";
import type { Loss } from "../transport/transport.ts";
import { type Crossing, isKept } from "./crossing.ts";
import type { KernelModel } from "./kernel-model.ts";
import { rateLimitNotice } from "./dropped-output-notice.ts";
import { RestartWatch } from "./restart-watch.ts";

/** A request whose reply, or whose last output, has not come yet. */
type Pending = {
  /** How many outputs have come. */
  outputs: number;
  /** How many there were, where the kernel says that. */
  published: number | undefined;
  isReplied: boolean;
  isIdle: boolean;
  /** The times when the connection was lost meanwhile. */
  readonly crossings: Crossing[];
};

// A server gives a kernel five seconds to end, and then starts it.
const RESTART_MS = 10_000;

const AGAIN = "Run the notebook again";

const RESTARTED: Loss = {
  kind: "kernel",
  reason: "it was restarted on the server, and what cells had defined is gone",
  fix: `${AGAIN}, and leave its kernel alone until it ends`,
};

/**
 * The messages between the run and a kernel, and whether any of them is missing. tsnb's kernel says with a reply
 * how many outputs there were. For other kernels, whether a server has kept what they said while the connection was
 * lost shows by the times of messages.
 */
export class Traffic {
  readonly #pending = new Map<string, Pending>();
  readonly #onLost: (loss: Loss) => void;
  readonly #look: () => Promise<KernelModel | undefined>;
  readonly #restart = new RestartWatch();
  /** When the kernel sent what came last on iopub, by its clock. */
  #lastAt = Number.NEGATIVE_INFINITY;
  #crossing: Crossing | undefined;
  #isIdle = false;
  readonly #restarted = deferred<true>();
  #checked: Promise<boolean> = Promise.resolve(true);

  /**
   * @param onLost called when something is lost, or the kernel is.
   * @param look asks the server about the kernel.
   */
  constructor(onLost: (loss: Loss) => void, look: () => Promise<KernelModel | undefined>) {
    this.#onLost = onLost;
    this.#look = look;
  }

  /** True while an answer is awaited. */
  get isWaiting(): boolean {
    return this.#pending.size > 0;
  }

  /** Resolves when all requests that have ended are checked; false when something is lost. */
  isComplete(): Promise<boolean> {
    return this.#checked;
  }

  /** Takes in a message to the kernel. */
  sent({ header }: KernelMessage.IMessage): void {
    if (header.msg_type !== "execute_request") return;
    const request = { outputs: 0, published: undefined, isReplied: false, isIdle: false, crossings: [] };
    this.#pending.set(header.msg_id, request);
  }

  /** Takes in a message of the kernel. */
  received(message: KernelMessage.IMessage): void {
    const dropped = rateLimitNotice(message);
    if (dropped !== undefined) return this.#onLost(dropped);
    if (this.#restart.isOfAnother(message)) {
      this.#restarted.resolve(true);
      return this.#onLost(RESTARTED);
    }
    const { channel, header, parent_header: parent, content } = message;
    const at = Date.parse(header.date);
    if (channel === "iopub" && !Number.isNaN(at)) this.#heard(at);
    this.#isIdle = false;
    const id = "msg_id" in parent ? parent.msg_id : "";
    const request = this.#pending.get(id);
    if (request === undefined) return;
    if (header.msg_type === "execute_reply") {
      request.isReplied = true;
      request.published = publishedIn(content);
    } else if (channel === "iopub" && header.msg_type !== "status") {
      request.outputs += 1;
    }
    if ("execution_state" in content && content.execution_state === "idle") request.isIdle = true;
    if (!request.isReplied || !request.isIdle) return;
    this.#pending.delete(id);
    const before = this.#checked;
    this.#checked = this.#check(request).then(async (isComplete) => (await before) && isComplete);
  }

  /** The connection was lost. */
  dropped(): void {
    this.#crossing = { lastAt: this.#lastAt, heardUntil: undefined, firstAt: undefined };
    for (const { crossings } of this.#pending.values()) crossings.push(this.#crossing);
  }

  /** The connection is about to be taken up again. */
  returning({ last_activity: heard }: KernelModel): void {
    if (this.#crossing !== undefined) this.#crossing.heardUntil = heard;
  }

  /** The server has said how the kernel is: when it is idle for long, what is open will not come any more. */
  looked({ execution_state: state }: KernelModel): void {
    const isWaiting = [...this.#pending.values()].some(({ crossings }) => crossings.length > 0);
    if (state !== "idle" || !isWaiting) {
      this.#isIdle = false;
      return;
    }
    if (this.#isIdle) {
      const reason = "the kernel is idle, and its answer did not come; the connection was lost while the cell ran";
      this.#onLost({ kind: "outputs", reason, fix: AGAIN });
    }
    this.#isIdle = true;
  }

  #heard(at: number): void {
    if (this.#crossing?.heardUntil !== undefined) this.#crossing.firstAt ??= at;
    this.#lastAt = Math.max(this.#lastAt, at);
  }

  async #check({ outputs, published, crossings }: Pending): Promise<boolean> {
    if (published !== undefined) {
      if (outputs >= published) return true;
      // The last words of a kernel that is restarted are lost, too.
      if (await within(RESTART_MS, this.#restarted.promise)) return false;
      const crossed = crossings.length > 0 ? "; the connection was lost meanwhile" : "";
      const reason = `${outputs} of ${published} messages arrived${crossed}`;
      this.#onLost({ kind: "outputs", reason, fix: AGAIN });
      return false;
    }
    if (crossings.length === 0) return true;
    const before = this.#lastAt;
    const heard = (await this.#look())?.last_activity;
    const clocks = { heard: Date.parse(heard ?? ""), sent: [before, this.#lastAt] } as const;
    if (crossings.every((crossing) => isKept(crossing, clocks))) return true;
    const kept = heard === undefined ? "does not say whether it has kept" : "has kept nothing of";
    const reason = `the connection was lost while the cell ran, and the server ${kept} what the kernel said then`;
    this.#onLost({ kind: "outputs", reason, fix: `${AGAIN}; a server with buffer_offline_messages keeps it` });
    return false;
  }
}

function publishedIn(content: object): number | undefined {
  const tsnb: unknown = "tsnb" in content ? content.tsnb : undefined;
  const published = isJsonObject(tsnb) ? tsnb["published"] : undefined;
  return typeof published === "number" ? published : undefined;
}
