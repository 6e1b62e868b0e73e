import type { KernelMessage } from "@jupyterlab/services";

/**
 * Detects from a kernel's messages that another process has taken its place. Jupyter Server announces only its own
 * restart of a kernel that died, not a restart that a user requests.
 */
export class KernelRestarts {
  /** The session of the kernel's messages. */
  #session: string | undefined;
  // True once a session is seen twice: a kernel may choose one for each message.
  #isRepeated = false;
  #hasBeenIdle = false;
  #count = 0;

  /** Examines a message; true when it comes from a different process than those before. */
  isOfAnother({ channel, header, parent_header: parent, content }: KernelMessage.IMessage): boolean {
    const state = "execution_state" in content && channel === "iopub" ? content.execution_state : undefined;
    // The server sends these itself, under a session of its own.
    if (state === "restarting" || state === "dead") return false;
    if (state === "starting" && this.#hasBeenIdle) return true;
    if (state === "idle") this.#hasBeenIdle = true;
    return this.#isCountedAnew(header.msg_type, content) || this.#isUnderAnother(header.session, parent);
  }

  /** True for a message that certainly comes from the process of those before. */
  isOfSame({ header }: KernelMessage.IMessage): boolean {
    return this.#isRepeated && header.session === this.#session;
  }

  // Kernels such as tslab and IJulia use the session of the request, which does not identify the process.
  #isUnderAnother(session: string, parent: KernelMessage.IMessage["parent_header"]): boolean {
    if (session === "" || ("session" in parent && parent.session === session)) return false;
    if (this.#session === undefined) this.#session = session;
    else if (session === this.#session) this.#isRepeated = true;
    else return this.#isRepeated;
    return false;
  }

  #isCountedAnew(type: string, content: object): boolean {
    const count = "execution_count" in content ? content.execution_count : undefined;
    if (type !== "execute_input" || typeof count !== "number") return false;
    const before = this.#count;
    this.#count = count;
    return count < before;
  }
}
