import type { Writable } from "zeromq";
import { messageOf } from "../../../util/error.ts";
import { log } from "../log.ts";

/** The ZeroMQ frames of a message. */
export type Frames = (Uint8Array | string)[];

/** Replies waiting for one socket, which takes one at a time. */
export class Outbox {
  readonly #socket: Writable;
  #tail: Promise<void> = Promise.resolve();

  constructor(socket: Writable) {
    this.#socket = socket;
  }

  /** Resolves when the socket has taken this message and all earlier ones; never rejects. */
  send(frames: Frames): Promise<void> {
    this.#tail = this.#tail
      .then(() => this.#socket.send(frames))
      .catch((error: unknown) => log(`a message was lost: ${messageOf(error)}`));
    return this.#tail;
  }
}
