import type { ForkOptions } from "node:child_process";
import { syncBuiltinESMExports } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { WorkerOptions } from "node:worker_threads";
import { codeRoot } from "../../../util/package-root.ts";
import { hasSyncHooks } from "./register-hooks.ts";

const preload = join(codeRoot(), "kernel", "child", "preload.cjs");
const PRELOAD = [`--import=${pathToFileURL(preload).href}`];
// A worker made from a string ignores `--import`. Below Node 22.15, `--require` keeps it from running its code.
const PRELOAD_FOR_TEXT = hasSyncHooks ? [`--require=${preload}`] : [];

type WorkerThreads = { Worker: new (file: string | URL, options?: WorkerOptions) => object };
type Fork = (file: string | URL, ...rest: readonly unknown[]) => unknown;

/**
 * Makes workers and Node processes that start from now on load TypeScript as cells do.
 *
 * @param require loads the shared objects of Node's own modules, which all code uses.
 */
export function loadTypeScriptInThreads(require: NodeJS.Require): void {
  const threads: WorkerThreads = require("node:worker_threads");
  const { Worker } = threads;
  threads.Worker = class extends Worker {
    constructor(file: string | URL, options: WorkerOptions = {}) {
      // Without the flags of the whole process: a worker cannot take them, and they apply to it anyway.
      const flags = options.eval === true ? PRELOAD_FOR_TEXT : PRELOAD;
      super(file, { ...options, execArgv: [...flags, ...(options.execArgv ?? [])] });
    }
  };
  Object.defineProperty(threads.Worker, "name", { value: "Worker" });
  const processes: { fork: Fork } = require("node:child_process");
  const { fork } = processes;
  processes.fork = (file, ...rest) => {
    const args: unknown = Array.isArray(rest[0]) ? rest[0] : [];
    const options = rest.find(
      (one): one is ForkOptions => typeof one === "object" && one !== null && !Array.isArray(one),
    );
    // Another program may not be Node.
    if (options?.execPath !== undefined && options.execPath !== process.execPath) return fork(file, ...rest);
    return fork(file, args, { ...options, execArgv: [...PRELOAD, ...(options?.execArgv ?? process.execArgv)] });
  };
  syncBuiltinESMExports();
}
