import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { codeRoot } from "../../util/package-root.ts";
import { CHILD_FD } from "../link/messages.ts";
import type { InputMemory } from "./input/input-memory.ts";

/** Starts the thread that terminates cells for the parent, and ends the process when the parent has ended. */
export function startWatchdog({ state, bytes }: InputMemory): void {
  const workerData = { fd: CHILD_FD.urgent, pid: process.pid, state, bytes };
  const worker = new Worker(join(codeRoot(), "kernel", "child", "watchdog-thread.cjs"), {
    workerData,
    execArgv: [],
    env: {},
    stdin: false,
    stdout: true,
    stderr: true,
  });
  worker.unref();
}
