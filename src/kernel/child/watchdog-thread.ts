import { Session } from "node:inspector";
import { Socket } from "node:net";
import { workerData } from "node:worker_threads";
import { FrameReader } from "../link/frames.ts";
import { Garbage } from "../process/garbage.ts";
import type { ToWatchdog } from "../link/messages.ts";
import { killTree } from "./kill-tree.ts";

// Only watchdog.ts starts this thread, with this data.
const { fd, pid, state, bytes }: { fd: number; pid: number; state: Int32Array; bytes: Uint8Array } = workerData;

/** Terminates the main thread's JavaScript, even when a debugger has paused it. */
function terminate(isPaused: boolean): void {
  const session = new Session();
  session.connectToMainThread();
  if (isPaused) {
    session.post("Debugger.enable");
    session.post("Debugger.resume", { terminateOnResume: true });
  }
  session.post("Runtime.terminateExecution", () => session.disconnect());
}

function answer(value: string): void {
  const { written } = new TextEncoder().encodeInto(value, bytes);
  Atomics.store(state, 1, written);
  Atomics.store(state, 0, 1);
  Atomics.notify(state, 0);
}

const garbage = new Garbage((session) => session.connectToMainThread());
const reader = new FrameReader();
const socket = new Socket({ fd, readable: true, writable: false });
socket.on("data", (chunk) => {
  for (const value of reader.push(chunk)) {
    // Only the parent writes here, and it runs the same version of this code.
    const message = value as ToWatchdog;
    if (message.type === "terminate") terminate(message.isPaused);
    else if (message.type === "collect") void garbage.collect();
    else answer(message.value);
  }
});
socket.on("error", () => killTree(pid));
socket.on("close", () => killTree(pid));
