import { writeSync } from "node:fs";
import { Socket } from "node:net";
import { encodeFrame, FrameReader, readerOfSole } from "../link/frames.ts";
import { type CellId, CHILD_FD, type FromChild, LINK_CLOSED, TOKEN_VARIABLE, type ToChild } from "../link/messages.ts";
import { withOriginals } from "./built-ins/original-builtins.ts";
import type { Captures } from "./running/captures.ts";
import { markText, type StreamName } from "../link/output-marks.ts";

/** The child's end of the link. Writes are complete when a call returns. */
export type ParentLink = {
  /** Sends messages, and keeps their place among the printed bytes. */
  readonly send: (...messages: readonly FromChild[]) => void;
  /** Prints for a cell. Blocks while the parent is behind, which slows down cells that print a lot. */
  readonly print: (cell: CellId, name: StreamName, text: string) => void;
  /** Starts reading: calls `onMessage` for each message, and `onEnd` when the parent has ended. */
  readonly listen: (onMessage: (message: ToChild) => void, onEnd: () => void) => void;
};

const LINK_BUFFER_BYTES = 65_536;

/** Opens this process's link. Only the main thread may do so, once. */
export function openLink(captures: Captures): ParentLink {
  const token = process.env[TOKEN_VARIABLE];
  if (token === undefined) throw new Error(`${TOKEN_VARIABLE} is not set: only the kernel starts this process`);
  delete process.env[TOKEN_VARIABLE];
  let sequence = 0;
  let base: CellId = 0;

  const baseMark = (): string => markText(token, { type: "base", cell: base });

  // One write per descriptor. Marks go first, so the parent reads them while this process continues.
  const send = (messages: readonly FromChild[]): void => {
    const places: { readonly sequence: number; readonly message: FromChild }[] = [];
    let fences = "";
    let isDone = false;
    for (const message of messages) {
      const isAnswer =
        message.type === "pong" ||
        message.type === "value" ||
        message.type === "members" ||
        message.type === "variables";
      if (!isAnswer) fences += markText(token, { type: "fence", sequence: ++sequence });
      isDone ||= message.type === "done";
      places.push({ sequence: isAnswer ? 0 : sequence, message });
    }
    const marks = toBytes(fences);
    writeAll(CHILD_FD.stdout, marks);
    if (isDone) writeAll(CHILD_FD.stderr, marks);
    writeAll(CHILD_FD.toParent, Buffer.concat(places.map(encodeFrame)));
  };

  return {
    send: (...messages) =>
      withOriginals(() => {
        const left = messages.map((message) => captures.take(message)).filter((message) => message !== undefined);
        if (left.length > 0) send(left);
      }),

    print(own, name, text) {
      const cell = captures.print(own, name, text);
      if (cell === undefined) return;
      const usual = cell === base && name === "stdout";
      writeAll(
        CHILD_FD.stdout,
        toBytes(usual ? text : markText(token, { type: "to", cell, name }) + text + baseMark()),
      );
    },

    listen(onMessage, onEnd) {
      const reader = new FrameReader();
      const receive = (messages: readonly unknown[]): void => {
        for (let index = 0; index < messages.length; index++) {
          const message = messages[index];
          if (!isToChild(message)) continue;
          if (message.type === "execute") {
            base = message.cell;
            writeAll(CHILD_FD.stdout, toBytes(baseMark()));
          }
          onMessage(message);
        }
      };
      const memory = new ArrayBuffer(LINK_BUFFER_BYTES);
      const bytes = new Uint8Array(memory);
      const soleMessage = readerOfSole(memory);
      // Not a "data" listener: cells may replace EventEmitter's methods.
      const callback = (length: number): boolean => {
        const sole = reader.isEmpty ? soleMessage(length) : undefined;
        receive(sole ? [sole] : withOriginals(() => reader.push(Buffer.from(bytes.subarray(0, length)))));
        return true;
      };
      const onread = { buffer: bytes, callback };
      const options = { fd: CHILD_FD.fromParent, readable: true, writable: false, onread };
      const socket = new Socket(options);
      socket.resume();
      socket.on("error", onEnd);
      socket.on("close", onEnd);
    },
  };
}

// Only the parent writes to the link, and it runs the same version of this code.
function isToChild(value: unknown): value is ToChild {
  return typeof value === "object" && value !== null && "type" in value;
}

// Saved, because prints are too frequent to check for patched built-ins each time.
const toBytes: (text: string) => Buffer = Buffer.from.bind(Buffer);
// Saved before forbid-exits.ts replaces it.
const reallyExit: unknown = Reflect.get(process, "reallyExit");
const wait = Atomics.wait.bind(Atomics);
const sleeper = new Int32Array(new SharedArrayBuffer(4));

function leave(code: number): void {
  if (typeof reallyExit === "function") Reflect.apply(reallyExit, process, [code]);
}

// A child process that shares descriptor 1 may have made it non-blocking, hence EAGAIN.
function writeAll(fd: number, bytes: Buffer): void {
  let done = 0;
  while (done < bytes.length) {
    try {
      done += writeSync(fd, bytes, done);
    } catch (error) {
      if (!(error instanceof Error && "code" in error)) throw error;
      if (error.code === "EPIPE") return;
      // A cell closed the descriptor; the parent would wait for this message for ever.
      if (error.code === "EBADF") leave(LINK_CLOSED);
      if (error.code !== "EAGAIN" && error.code !== "EINTR") throw error;
      wait(sleeper, 0, 0, 1);
    }
  }
}
