import type { KernelMessage } from "@jupyterlab/services";
import { isJsonObject } from "../../jupyter/json.ts";
import type { Loss } from "../transport/transport.ts";
import type { KernelModel } from "./kernel-model.ts";
import { rateLimitNotice } from "./rate-limit-notice.ts";

/** A request whose reply, or whose last output, has not come yet. */
type Pending = {
  /** How many outputs have come. */
  outputs: number;
  /** How many there were, where the kernel says that. */
  published: number | undefined;
  isReplied: boolean;
  isIdle: boolean;
  /** True when the connection was lost meanwhile. */
  isCrossed: boolean;
};

// Between the time in a message and that at which the server takes it in.
const LATENCY_MS = 100;

const AGAIN = "Run the notebook again";

/**
 * What goes to and fro between the run and a kernel, and whether any of it is missing. tsnb's kernel says with a reply
 * how many outputs there were. For other kernels, what a server has kept while the connection was lost shows by the
 * times of messages: of all that it heard meanwhile, it hands over something.
 */
export class Traffic {
  readonly #pending = new Map<string, Pending>();
  readonly #onLost: (loss: Loss) => void;
  /** When the kernel sent what came last, by its clock. */
  #lastAt = 0;
  /** When the server heard the kernel last, before the connection was taken up again; undefined when nothing is open. */
  #heardUntil: number | undefined;
  #isIdle = false;

  constructor(onLost: (loss: Loss) => void) {
    this.#onLost = onLost;
  }

  /** Takes in a message to the kernel. */
  sent({ header }: KernelMessage.IMessage): void {
    if (header.msg_type !== "execute_request") return;
    this.#pending.set(header.msg_id, {
      outputs: 0,
      published: undefined,
      isReplied: false,
      isIdle: false,
      isCrossed: false,
    });
  }

  /** Takes in a message of the kernel. */
  received(message: KernelMessage.IMessage): void {
    const dropped = rateLimitNotice(message);
    if (dropped !== undefined) return this.#onLost(dropped);
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
    this.#check(request);
  }

  /** The connection was lost. */
  dropped(): void {
    for (const request of this.#pending.values()) request.isCrossed = true;
  }

  /** The connection is about to be taken up again. */
  returning({ last_activity: heard }: KernelModel): void {
    const until = heard === undefined ? Number.NaN : Date.parse(heard);
    // A server that does not say has perhaps heard something.
    this.#heardUntil = Number.isNaN(until) ? Number.POSITIVE_INFINITY : until;
    if (this.#heardUntil <= this.#lastAt + LATENCY_MS) this.#heardUntil = undefined;
  }

  /** The server has said how the kernel is: when it is idle for long, what is open will not come any more. */
  looked({ execution_state: state }: KernelModel): void {
    const isWaiting = [...this.#pending.values()].some(({ isCrossed }) => isCrossed);
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
    if (this.#heardUntil !== undefined && at > this.#lastAt && at <= this.#heardUntil) this.#heardUntil = undefined;
    this.#lastAt = Math.max(this.#lastAt, at);
  }

  #check({ outputs, published, isCrossed }: Pending): void {
    if (published !== undefined) {
      if (outputs >= published) return;
      const reason = `${outputs} of ${published} messages arrived${isCrossed ? "; the connection was lost meanwhile" : ""}`;
      this.#onLost({ kind: "outputs", reason, fix: AGAIN });
    } else if (isCrossed && this.#heardUntil !== undefined) {
      const reason =
        "the connection was lost while the cell ran, and the server has kept nothing of what the kernel said then";
      this.#onLost({ kind: "outputs", reason, fix: `${AGAIN}; a server with buffer_offline_messages keeps it` });
    }
  }
}

function publishedIn(content: object): number | undefined {
  const tsnb: unknown = "tsnb" in content ? content.tsnb : undefined;
  const published = isJsonObject(tsnb) ? tsnb["published"] : undefined;
  return typeof published === "number" ? published : undefined;
}
