import { setTimeout as delay } from "node:timers/promises";
import type { XPublisher } from "zeromq";
import { messageOf } from "../../../util/error.ts";
import { log } from "../log.ts";
import type { Frames } from "./outbox.ts";

type Waiting = { readonly frames: Frames; readonly bytes: number };

// ZeroMQ fails at once when a subscriber's queue is full; it offers no way to wait.
const RETRY_MS = 4;

const STALLED_MS = 4000;
const PASS_OVER_MS = 10_000;

// The memory that a message takes beyond the bytes of its frames.
const OVERHEAD_BYTES = 1000;

/** Messages on their way to all subscribers. Each is sent once every subscriber has room for it. */
export class Broadcast {
  subscriptions = 0;
  readonly #socket: XPublisher;
  readonly #queue = new Set<Waiting>();
  readonly #watchers = new Set<() => void>();
  #unmade: (() => Frames)[] = [];
  #bytes = 0;
  #sent = 0;
  #taken = 0;
  #working = false;
  #stalled = false;

  constructor(socket: XPublisher) {
    this.#socket = socket;
  }

  /** The size of all waiting messages, in bytes. */
  get bytes(): number {
    return this.#bytes;
  }

  /** True when a subscriber has had no room for some seconds: it may read only after its reply, or never. */
  get stalled(): boolean {
    return this.#stalled;
  }

  /** Makes and sends a message a moment later, after the caller's next step, such as starting a cell. */
  send(make: () => Frames): void {
    this.#sent += 1;
    this.#unmade.push(make);
    if (this.#unmade.length === 1) setImmediate(() => this.#make());
  }

  /** Resolves when the socket has taken all messages so far. */
  flushed(): Promise<void> {
    const last = this.#sent;
    return this.until(() => this.#taken >= last);
  }

  /** Resolves when a condition on the waiting messages or on stalled subscribers holds. */
  until(holds: () => boolean): Promise<void> {
    if (holds()) return Promise.resolve();
    return new Promise((resolve) => {
      const watcher = (): void => {
        if (!holds()) return;
        this.#watchers.delete(watcher);
        resolve();
      };
      this.#watchers.add(watcher);
    });
  }

  #make(): void {
    for (const make of this.#unmade) {
      const frames = make();
      const bytes = frames.reduce((sum, frame) => sum + frame.length, OVERHEAD_BYTES);
      this.#queue.add({ frames, bytes });
      this.#bytes += bytes;
    }
    this.#unmade = [];
    if (!this.#working) void this.#work();
  }

  async #work(): Promise<void> {
    this.#working = true;
    // A set's iterator also visits messages added meanwhile.
    for (const message of this.#queue) {
      await this.#deliver(message.frames);
      this.#queue.delete(message);
      this.#bytes -= message.bytes;
      this.#taken += 1;
      this.#notify();
    }
    this.#working = false;
  }

  async #deliver(frames: Frames): Promise<void> {
    const begun = performance.now();
    while (!(await this.#take(frames))) {
      const waited = performance.now() - begun;
      if (waited > STALLED_MS && !this.#stalled) {
        this.#stalled = true;
        this.#notify();
      }
      if (waited > PASS_OVER_MS && this.subscriptions > 1) return this.#passOver(frames);
      await delay(RETRY_MS);
    }
    this.#stalled = false;
  }

  async #take(frames: Frames): Promise<boolean> {
    try {
      await this.#socket.send(frames);
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "EAGAIN") return false;
      if (!this.#socket.closed) log(`a message was lost: ${messageOf(error)}`);
    }
    return true;
  }

  // A subscriber that does not read must not block the others for ever. With noDrop off, ZeroMQ sends to
  // those with room and skips the rest until they have read.
  async #passOver(frames: Frames): Promise<void> {
    log("a client that does not read its outputs has lost some, so that the others get theirs");
    this.#socket.noDrop = false;
    await this.#take(frames);
    this.#socket.noDrop = true;
    this.#stalled = false;
  }

  #notify(): void {
    for (const watcher of this.#watchers) watcher();
  }
}
