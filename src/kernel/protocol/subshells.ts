import { randomUUID } from "node:crypto";
import { RequestQueue } from "./request-queue.ts";

/**
 * Further shells of this kernel, each with its own queue, so that the requests of one do not wait for another's.
 * All cells run in one thread: those of subshells take turns with the others.
 *
 * @see https://jupyter.org/enhancement-proposals/91-kernel-subshells/kernel-subshells.html
 */
export class Subshells {
  readonly #queues = new Map<string, RequestQueue>();

  create(): string {
    const id = randomUUID();
    this.#queues.set(id, new RequestQueue());
    return id;
  }

  /** Ends a subshell; false when it does not exist. Its waiting requests still run. */
  delete(id: string): boolean {
    return this.#queues.delete(id);
  }

  list(): string[] {
    return [...this.#queues.keys()];
  }

  queueOf(id: string): RequestQueue | undefined {
    return this.#queues.get(id);
  }
}
