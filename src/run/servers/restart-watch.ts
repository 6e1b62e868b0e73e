import type { KernelMessage } from "@jupyterlab/services";

/**
 * Tells from a kernel's messages that another process has taken its place. Jupyter Server says so only when it has
 * itself started a kernel again that had died, not when somebody restarts one.
 */
export class RestartWatch {
  /** The session that the kernel writes its messages under. */
  #session: string | undefined;
  // A kernel may choose one for each message.
  #isRepeated = false;
  #hasBeenIdle = false;
  #count = 0;

  /** Takes in a message; true when it comes from another process than those before. */
  isOfAnother({ channel, header, parent_header: parent, content }: KernelMessage.IMessage): boolean {
    const state = "execution_state" in content && channel === "iopub" ? content.execution_state : undefined;
    // The server says these, and under a session of its own.
    if (state === "restarting" || state === "dead") return false;
    if (state === "starting" && this.#hasBeenIdle) return true;
    if (state === "idle") this.#hasBeenIdle = true;
    return this.#isCountedAnew(header.msg_type, content) || this.#isUnderAnother(header.session, parent);
  }

  // Kernels such as tslab and IJulia write under the session of the request, which tells nothing.
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
