import { Worker } from "node:worker_threads";
import { CHILD_FD } from "../link.ts";

/** Memory that both threads see: whether an answer is there, its length, and the answer in UTF-8. */
export type InputMemory = {
  readonly state: Int32Array<SharedArrayBuffer>;
  readonly bytes: Uint8Array<SharedArrayBuffer>;
};

const LONGEST_INPUT = 1 << 20;

/** Starts the thread that ends what the main thread runs when the parent says so, or is gone. */
export function startWatchdog(): InputMemory {
  const state = new Int32Array(new SharedArrayBuffer(8));
  const bytes = new Uint8Array(new SharedArrayBuffer(LONGEST_INPUT));
  const workerData = { fd: CHILD_FD.urgent, pid: process.pid, state, bytes };
  const worker = new Worker(new URL("watchdog-thread.js", import.meta.url), {
    workerData,
    execArgv: [],
    env: {},
    stdin: false,
    stdout: true,
    stderr: true,
  });
  worker.unref();
  return { state, bytes };
}
