import { type ChildProcess as NodeChild, spawn } from "node:child_process";
import { join } from "node:path";
import { Readable, Writable } from "node:stream";
import { codeRoot } from "../../../util/package-root.ts";
import { childFlags } from "./child-flags.ts";
import { encodeFrame, encodeJsonFrame, FrameReader } from "../../link/frames.ts";
import { CHILD_FD, type FromChild, TOKEN_VARIABLE, type ToChild, type ToWatchdog } from "../../link/messages.ts";
import { type PlacedMessage, OutputOrder, type OrderedEvents } from "./output-order.ts";

/** The end of a child process: its exit code or signal. `tail` is the end of its stderr. */
export type Ending = { readonly code: number | null; readonly signal: NodeJS.Signals | null; readonly tail: string };

export type ChildEvents = OrderedEvents & {
  /** Receives a message without a place among the outputs (pong, value, members) at once. */
  readonly onAnswer: (message: FromChild) => void;
  /** Called when a cell broke the link; `how` is a verb, such as "closed". */
  readonly onBroken: (how: string) => void;
  /** Called after the last text and message. */
  readonly onEnd: (ending: Ending) => void;
};

const TAIL_LENGTH = 4000;
// While paused, more waiting messages than this stop the reading of the link too.
const MOST_WAITING_MESSAGES = 256;

// Processes that the child started may keep its output open for ever.
const CLOSING_MS = 150;

// The time a process has to end after its outputs have closed.
const ENDING_MS = 1000;

/** A process that runs cells, with the parent's end of the link. */
export class ChildProcess {
  readonly #process: NodeChild;
  readonly #order: OutputOrder;
  readonly #events: ChildEvents;
  readonly #reader = new FrameReader();
  #paused = false;
  #tail = "";

  constructor(spawned: Spawned, events: ChildEvents) {
    this.#process = spawned.process;
    this.#events = events;
    this.#order = new OutputOrder(spawned.token, events);
    this.#input("stdout").on("data", (chunk: Buffer) => this.#order.stdout(chunk));
    this.#input("stderr").on("data", (chunk: Buffer) => {
      this.#tail = (this.#tail + chunk.toString("latin1")).slice(-TAIL_LENGTH);
      this.#order.stderr(chunk);
    });
    this.#input("toParent").on("data", (chunk: Buffer) => this.#receive(chunk));
    for (const name of ["fromParent", "urgent"] as const) {
      // Writing to a child that has just died fails; the `exit` event reports its end.
      this.#output(name).on("error", () => {});
    }
    this.#watchEnd();
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  post(message: ToChild): void {
    this.#output("fromParent").write("buffers" in message ? encodeFrame(message) : encodeJsonFrame(message));
  }

  postUrgent(message: ToWatchdog): void {
    this.#output("urgent").write(encodeFrame(message));
  }

  /** Stops or resumes reading prints; while stopped, the child blocks in its next print. */
  pause(paused: boolean): void {
    if (paused === this.#paused) return;
    this.#paused = paused;
    for (const name of ["stdout", "stderr"] as const) this.#flow(name, !paused);
    if (!paused) this.#flow("toParent", true);
  }

  /** Kills the process and all processes of its group. */
  kill(): void {
    const { pid } = this.#process;
    if (pid === undefined) return;
    if (process.platform === "win32") {
      spawn("taskkill", ["/T", "/F", "/PID", String(pid)], { stdio: "ignore", windowsHide: true });
      return;
    }
    try {
      process.kill(-pid, "SIGKILL");
    } catch {
      // The whole group has ended already.
      this.#process.kill("SIGKILL");
    }
  }

  #receive(chunk: Buffer): void {
    for (const value of this.#read(chunk)) {
      if (!isPlaced(value)) continue;
      if (value.sequence === 0) this.#events.onAnswer(value.message);
      else this.#order.message(value);
    }
    if (this.#paused && this.#order.waiting > MOST_WAITING_MESSAGES) this.#flow("toParent", false);
  }

  #read(chunk: Buffer): unknown[] {
    try {
      return this.#reader.push(chunk);
    } catch {
      // After bytes that are not a message, the start of the next one cannot be found.
      this.#input("toParent").removeAllListeners("data").resume();
      this.#events.onBroken("wrote into");
      return [];
    }
  }

  #flow(name: "stdout" | "stderr" | "toParent", flowing: boolean): void {
    if (flowing) this.#input(name).resume();
    else this.#input(name).pause();
  }

  #watchEnd(): void {
    let ended = false;
    let closing: NodeJS.Timeout | undefined;
    const end = (code: number | null, signal: NodeJS.Signals | null): void => {
      if (ended) return;
      ended = true;
      // The timer would keep this process from ending.
      clearTimeout(closing);
      this.#order.end();
      this.#events.onEnd({ code, signal, tail: this.#tail });
    };
    this.#process.once("error", (error) => {
      this.#tail += error.message;
      end(null, null);
    });
    const exited = (code: number | null, signal: NodeJS.Signals | null): void => {
      this.pause(false);
      closing = setTimeout(() => end(code, signal), CLOSING_MS);
    };
    this.#process.once("exit", exited);
    this.#process.once("close", end);
    for (const name of ["stdout", "stderr", "toParent"] as const) {
      this.#input(name).once("end", () => {
        setTimeout(() => {
          if (this.#process.exitCode === null && this.#process.signalCode === null) this.#events.onBroken("closed");
        }, ENDING_MS).unref();
      });
    }
    // The process may have ended before the listeners were added.
    const { exitCode, signalCode } = this.#process;
    if (exitCode !== null || signalCode !== null) exited(exitCode, signalCode);
  }

  #input(name: "stdout" | "stderr" | "toParent"): Readable {
    const stream = [...this.#process.stdio][CHILD_FD[name]];
    if (!(stream instanceof Readable)) throw new Error(`the child has no ${name}`);
    return stream;
  }

  #output(name: "fromParent" | "urgent"): Writable {
    const stream = [...this.#process.stdio][CHILD_FD[name]];
    if (!(stream instanceof Writable)) throw new Error(`the child has no ${name}`);
    return stream;
  }
}

/** A process that has just started, without listeners. */
export type Spawned = { readonly process: NodeChild; readonly token: string };

/** Starts a child process in its own process group. */
export function spawnChild(): Spawned {
  const token = newToken();
  const main = join(codeRoot(), "kernel", "child", "main.cjs");
  const child = spawn(process.execPath, [...childFlags(), main], {
    stdio: ["ignore", "pipe", "pipe", "pipe", "pipe", "pipe"],
    env: { ...process.env, [TOKEN_VARIABLE]: token },
    // In its own group, signals to the kernel do not reach it, and processes that cells started end with it.
    detached: process.platform !== "win32",
    windowsHide: true,
  });
  return { process: child, token };
}

// Printed text must not look like a mark by chance. Loading node:crypto takes as long as starting the process.
function newToken(): string {
  return Array.from({ length: 4 }, () => Math.random().toString(36).slice(2)).join("");
}

function isPlaced(value: unknown): value is PlacedMessage {
  return (
    typeof value === "object" &&
    value !== null &&
    "sequence" in value &&
    typeof value.sequence === "number" &&
    "message" in value &&
    typeof value.message === "object" &&
    value.message !== null &&
    "type" in value.message
  );
}
