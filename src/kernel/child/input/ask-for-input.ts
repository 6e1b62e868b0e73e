import type { CellId, FromChild } from "../../link/messages.ts";
import type { Attribution } from "../running/attribution.ts";
import { Interrupted } from "../running/interrupts.ts";
import type { ParentLink } from "../parent-link.ts";
import type { InputMemory } from "./input-memory.ts";

/** The answer that clients send when the user ends the input, for example with Ctrl-D. */
export const END_OF_INPUT = "\x04";

/** The client does not allow input. */
export class NoInputError extends Error {
  override readonly name = "NoInputError";

  constructor() {
    super("Nobody can answer: the client that runs this notebook does not allow input");
  }
}

type InputRequest = Extract<FromChild, { type: "input-request" }>;

type Waiting = {
  readonly cell: CellId;
  readonly resolve: (value: string) => void;
  readonly reject: (error: Error) => void;
};

/** Asks the user for a line of text. */
export class InputPrompts {
  readonly #link: ParentLink;
  readonly #attribution: Attribution;
  readonly #memory: InputMemory;
  readonly #waiting = new Map<number, Waiting>();
  #allowed = true;
  #next = 1;

  constructor(link: ParentLink, attribution: Attribution, memory: InputMemory) {
    this.#link = link;
    this.#attribution = attribution;
    this.#memory = memory;
  }

  /** True when the running cell may ask. */
  get isAllowed(): boolean {
    return this.#allowed;
  }

  /** Allows the next cell to ask, or forbids it. */
  allow(allowed: boolean): void {
    this.#allowed = allowed;
  }

  /** @throws {NoInputError} when the running cell may not ask. */
  requireAllowed(): void {
    if (!this.#allowed) throw new NoInputError();
  }

  /**
   * Asks for a line.
   *
   * @param cell the asking cell; default: that of the running code.
   * @throws {NoInputError} when the cell may not ask.
   */
  ask(prompt: string, password: boolean, cell: CellId = this.#attribution.cell): Promise<string> {
    return new Promise((resolve, reject) => {
      const id = this.#request({ cell, prompt, password, blocking: false });
      this.#waiting.set(id, { cell, resolve, reject });
    });
  }

  /** Asks, and blocks the whole process until the answer arrives. */
  askNow(prompt: string, password: boolean): string {
    const { state, bytes } = this.#memory;
    Atomics.store(state, 0, 0);
    this.#request({ cell: this.#attribution.cell, prompt, password, blocking: true });
    while (Atomics.load(state, 0) === 0) Atomics.wait(state, 0, 0);
    return Buffer.from(bytes.slice(0, Atomics.load(state, 1))).toString("utf8");
  }

  answer(id: number, value: string): void {
    this.#waiting.get(id)?.resolve(value);
    this.#waiting.delete(id);
  }

  /** Rejects the open questions of an interrupted cell. */
  cancel(cell: CellId): void {
    for (const [id, waiting] of this.#waiting) {
      if (waiting.cell !== cell) continue;
      this.#waiting.delete(id);
      waiting.reject(new Interrupted());
    }
  }

  #request(request: Omit<InputRequest, "type" | "id">): number {
    this.requireAllowed();
    const id = this.#next++;
    this.#link.send({ type: "input-request", id, ...request });
    return id;
  }
}
