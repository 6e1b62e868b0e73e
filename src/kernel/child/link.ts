import { randomUUID } from "node:crypto";
import { writeSync } from "node:fs";
import { Socket } from "node:net";
import { encodeFrame, FrameReader } from "../frames.ts";
import { type CellId, CHILD_FD, type FromChild, TOKEN_VARIABLE, type ToChild } from "../link.ts";
import { markText, type StreamName } from "../marks.ts";

/** The child's end of the link. Every write is done when the call returns. */
export type ChildLink = {
  /** Sends a message; its place among the printed bytes is kept. */
  readonly send: (message: FromChild) => void;
  /** Prints for a cell. Blocks while the parent is behind, which paces a cell that prints much. */
  readonly print: (cell: CellId, name: StreamName, text: string) => void;
  /** Starts reading: `onMessage` for each message, `onEnd` when the parent is gone. */
  readonly listen: (onMessage: (message: ToChild) => void, onEnd: () => void) => void;
};

/** Opens the link of this process; only the child's main thread may do so, once. */
export function openLink(): ChildLink {
  const token = process.env[TOKEN_VARIABLE] ?? randomUUID();
  delete process.env[TOKEN_VARIABLE];
  let sequence = 0;
  let base: CellId = 0;

  const baseMark = (): string => markText(token, { type: "base", cell: base });

  return {
    send(message) {
      if (message.type === "pong" || message.type === "value" || message.type === "members") {
        writeAll(CHILD_FD.toParent, encodeFrame({ sequence: 0, message }));
        return;
      }
      sequence += 1;
      const frame = encodeFrame({ sequence, message });
      const fence = Buffer.from(markText(token, { type: "fence", sequence }));
      writeAll(CHILD_FD.stdout, fence);
      if (message.type === "done") writeAll(CHILD_FD.stderr, fence);
      writeAll(CHILD_FD.toParent, frame);
    },

    print(cell, name, text) {
      const usual = cell === base && name === "stdout";
      writeAll(
        CHILD_FD.stdout,
        Buffer.from(usual ? text : markText(token, { type: "to", cell, name }) + text + baseMark()),
      );
    },

    listen(onMessage, onEnd) {
      const reader = new FrameReader();
      const socket = new Socket({ fd: CHILD_FD.fromParent, readable: true, writable: false });
      socket.on("data", (chunk) => {
        for (const message of reader.push(chunk)) {
          if (!isToChild(message)) continue;
          if (message.type === "execute") {
            base = message.cell;
            writeAll(CHILD_FD.stdout, Buffer.from(baseMark()));
          }
          onMessage(message);
        }
      });
      socket.on("error", onEnd);
      socket.on("close", onEnd);
    },
  };
}

// Only the parent writes there, with the same version of this code.
function isToChild(value: unknown): value is ToChild {
  return typeof value === "object" && value !== null && "type" in value;
}

const sleeper = new Int32Array(new SharedArrayBuffer(4));

// A child process that shares descriptor 1 may have made it non-blocking, hence EAGAIN.
function writeAll(fd: number, bytes: Buffer): void {
  let done = 0;
  while (done < bytes.length) {
    try {
      done += writeSync(fd, bytes, done);
    } catch (error) {
      if (!(error instanceof Error && "code" in error)) throw error;
      if (error.code === "EPIPE") return;
      if (error.code !== "EAGAIN" && error.code !== "EINTR") throw error;
      Atomics.wait(sleeper, 0, 0, 1);
    }
  }
}
