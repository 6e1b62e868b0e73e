import type { Writable } from "zeromq";
import { messageOf } from "../util/error.ts";
import { log } from "./log.ts";

type Frames = (Uint8Array | string)[];

// ZeroMQ says that a peer's queue is full by failing at once; it cannot be waited for.
const RETRY_MS = 4;
const STUCK_MS = 10_000;

/** The messages on their way into one socket, which takes one at a time. */
export class Outbox {
  readonly #socket: Writable & { noDrop?: boolean };
  #tail: Promise<void> = Promise.resolve();
  #lower: { readonly bytes: number; readonly resolve: () => void }[] = [];
  #bytes = 0;
  #stuckSince: number | undefined;

  constructor(socket: Writable & { noDrop?: boolean }) {
    this.#socket = socket;
  }

  /** How much waits to be taken by the socket. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Resolves when the socket took this message and all before it; never rejects. */
  send(frames: Frames): Promise<void> {
    const size = frames.reduce((sum, frame) => sum + frame.length, 0);
    this.#bytes += size;
    this.#tail = this.#after(this.#tail, frames, size);
    return this.#tail;
  }

  /** Resolves when no more than so many bytes wait. */
  async below(bytes: number): Promise<void> {
    if (this.#bytes <= bytes) return;
    await new Promise<void>((resolve) => {
      this.#lower.push({ bytes, resolve });
    });
  }

  /** Resolves when everything sent so far was taken. */
  flushed(): Promise<void> {
    return this.#tail;
  }

  async #after(before: Promise<void>, frames: Frames, size: number): Promise<void> {
    await before;
    await this.#deliver(frames);
    this.#bytes -= size;
    const low = this.#lower.filter((waiting) => this.#bytes <= waiting.bytes);
    this.#lower = this.#lower.filter((waiting) => this.#bytes > waiting.bytes);
    for (const { resolve } of low) resolve();
  }

  async #deliver(frames: Frames): Promise<void> {
    for (;;) {
      try {
        await this.#socket.send(frames);
        this.#stuckSince = undefined;
        return;
      } catch (error) {
        if (!isAgain(error)) {
          log(`a message was lost: ${messageOf(error)}`);
          return;
        }
        this.#stuckSince ??= performance.now();
        if (performance.now() - this.#stuckSince > STUCK_MS) return this.#leaveOut(frames);
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
    }
  }

  // A subscriber that has not read for so long must not hold up the others: it misses messages.
  async #leaveOut(frames: Frames): Promise<void> {
    this.#socket.noDrop = false;
    try {
      await this.#socket.send(frames);
    } finally {
      this.#socket.noDrop = true;
    }
  }
}

function isAgain(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "EAGAIN";
}
