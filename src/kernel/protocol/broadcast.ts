import type { XPublisher } from "zeromq";
import { messageOf } from "../../util/error.ts";
import { log } from "./log.ts";
import type { Frames } from "./outbox.ts";

type Waiting = { readonly frames: Frames; readonly bytes: number };

// ZeroMQ says that a subscriber's queue is full by failing at once; it cannot be waited for.
const RETRY_MS = 4;

const STALLED_MS = 4000;
const PASS_OVER_MS = 10_000;

// What a message costs in memory beside the bytes of its frames.
const OVERHEAD = 1000;

/** The messages on their way to all subscribers, none of which is sent before every one has room for it. */
export class Broadcast {
  /** How many subscriptions there are. */
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

  /** How much waits, in bytes. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Whether a subscriber has had no room for some seconds: it may read only after it got a reply, or never. */
  get stalled(): boolean {
    return this.#stalled;
  }

  /** Sends a message, which is made a moment later: what the caller does next, such as starting a cell, comes first. */
  send(make: () => Frames): void {
    this.#sent += 1;
    this.#unmade.push(make);
    if (this.#unmade.length === 1) setImmediate(() => this.#make());
  }

  /** Resolves when everything sent so far was taken. */
  flushed(): Promise<void> {
    const last = this.#sent;
    return this.until(() => this.#taken >= last);
  }

  /** Resolves when something holds that depends on what was taken, or on whether subscribers have stalled. */
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
      const bytes = frames.reduce((sum, frame) => sum + frame.length, OVERHEAD);
      this.#queue.add({ frames, bytes });
      this.#bytes += bytes;
    }
    this.#unmade = [];
    if (!this.#working) void this.#work();
  }

  async #work(): Promise<void> {
    this.#working = true;
    // What is added meanwhile is visited too.
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
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
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

  // One that does not read must not hold up the others for ever: a message that may be dropped goes to
  // those with room, and ZeroMQ leaves out the rest until they have read.
  async #passOver(frames: Frames): Promise<void> {
    log("a client that does not read its outputs misses some, so that others get them");
    this.#socket.noDrop = false;
    await this.#take(frames);
    this.#socket.noDrop = true;
    this.#stalled = false;
  }

  #notify(): void {
    for (const watcher of this.#watchers) watcher();
  }
}
