import type { Writable } from "zeromq";
import { messageOf } from "../../util/error.ts";
import { log } from "./log.ts";

/** A message as a socket takes it. */
export type Frames = (Uint8Array | string)[];

/** The replies on their way into one socket, which takes one at a time. */
export class Outbox {
  readonly #socket: Writable;
  #tail: Promise<void> = Promise.resolve();

  constructor(socket: Writable) {
    this.#socket = socket;
  }

  /** Resolves when the socket took this message and all before it; never rejects. */
  send(frames: Frames): Promise<void> {
    this.#tail = this.#tail
      .then(() => this.#socket.send(frames))
      .catch((error: unknown) => log(`a message was lost: ${messageOf(error)}`));
    return this.#tail;
  }
}
