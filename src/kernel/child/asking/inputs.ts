import type { CellId, FromChild } from "../../link/messages.ts";
import type { Attribution } from "../attribution.ts";
import { Interrupted } from "../interrupts.ts";
import type { ParentLink } from "../parent-link.ts";
import type { InputMemory } from "./input-memory.ts";

/** What clients send as the answer when the user ends the input, as with Ctrl-D. */
export const END_OF_INPUT = "\x04";

/** Nobody is there to answer. */
export class NoInputError extends Error {
  override readonly name = "NoInputError";

  constructor() {
    super("This notebook runs without anybody who could answer: the client does not allow input");
  }
}

type InputRequest = Extract<FromChild, { type: "input-request" }>;

type Waiting = {
  readonly cell: CellId;
  readonly resolve: (value: string) => void;
  readonly reject: (error: Error) => void;
};

/** Asks the user for a line of text. */
export class Inputs {
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

  /** Whether the running cell may ask. */
  get isAllowed(): boolean {
    return this.#allowed;
  }

  /** Says whether the cell that begins may ask. */
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
   * @param cell who asks; by default the cell that the running code belongs to.
   * @throws {NoInputError} when it may not ask.
   */
  ask(prompt: string, password: boolean, cell: CellId = this.#attribution.cell): Promise<string> {
    return new Promise((resolve, reject) => {
      const id = this.#request({ cell, prompt, password, blocking: false });
      this.#waiting.set(id, { cell, resolve, reject });
    });
  }

  /** Asks and holds up the whole process until the answer is there. */
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

  /** Rejects what a cell that was interrupted still waits for. */
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
