import { spawnChild } from "./protocol/supervision/child-process.ts";
import { keepCompiled } from "./process/compile-cache.ts";
import { CHECK_IF_ASKED, REACHABLE } from "./arguments.ts";

// The child process starts while this one loads the rest.
const spawned = spawnChild();
const compileCache = keepCompiled();

// Jupyter's servers kill a kernel that has not ended after 5 s.
const LEAVE_MS = 4000;

// No await at the top level: this file is bundled as CommonJS, which Node starts sooner.
async function start(): Promise<void> {
  const { readConnectionFile } = await import("../jupyter/connection-file.ts");
  const { runKernel } = await import("./protocol/kernel.ts");
  const { messageOf } = await import("../util/error.ts");

  const at = process.argv.indexOf("--connection-file");
  const file = process.argv[at + 1];
  try {
    if (at < 0 || file === undefined)
      throw new Error(`usage: main.cjs --connection-file FILE [${REACHABLE}] [${CHECK_IF_ASKED}]`);
    const given = new Set(process.argv);
    const options = { isReachable: given.has(REACHABLE), checksIfAsked: given.has(CHECK_IF_ASKED), compileCache };
    await runKernel(readConnectionFile(file), spawned, options);
    // process.exit() would end ZeroMQ before it has sent its queued messages; without it, ZeroMQ sends them before
    // the process ends. A program that a cell left running keeps its pipes to this process open.
    for (const pipe of spawned.process.stdio) pipe?.destroy();
    setTimeout(() => process.exit(0), LEAVE_MS).unref();
  } catch (error) {
    process.stderr.write(`tsnb kernel: ${messageOf(error)}\n`);
    spawned.process.kill("SIGKILL");
    process.exit(1);
  }
}

void start();
