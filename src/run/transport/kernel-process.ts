import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { dirname } from "node:path";
import { type Connection, newConnection, writeConnectionFile } from "../../jupyter/connection-file.ts";
import type { Kernelspec } from "../../jupyter/kernelspec.ts";
import { CHECK_IF_ASKED } from "../../kernel/arguments.ts";
import { tsnbKernelspec } from "../../kernel/kernelspec.ts";
import { deferred } from "../../util/deferred.ts";
import { within } from "../../util/within.ts";

/** The end of a kernel's process. */
export type Exit = {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** The end of its own stderr, up to 4000 characters. */
  readonly lastWords: string;
};

/** A kernel's process, and the connection on which it listens. */
export type KernelProcess = {
  /** The id of the process, and of its process group except on Windows. */
  readonly pid: number;
  readonly connection: Connection;
  /** Resolves when the process, everything it started, and its connection file are gone. */
  readonly exited: Promise<Exit>;
  /** Resolves when the kernel reports that another program has taken one of its ports; else never. */
  readonly portTaken: Promise<void>;
  /** Sends a signal to the kernel and everything it started. On Windows, which has no SIGINT, this ends the kernel. */
  readonly signal: (signal: NodeJS.Signals) => void;
  /** Ends the kernel and everything it started, at once. */
  readonly kill: () => void;
};

const LAST_WORDS_CHARACTERS = 4000;
const STDERR_DRAIN_MS = 200;
const PORT_TAKEN = /EADDRINUSE|address (?:is )?already in use/i;
const alive = new Map<ChildProcess, string>();

/** The folder and environment of a kernel, and the ports that it listens on: by default, free ports of loopback. */
export type LaunchPlace = {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly connection?: Connection;
  /** True for a kernel of tsnb that checks types only once a cell's request asks for it. */
  readonly checksIfAsked?: boolean;
};

/**
 * Starts a kernel with a new key.
 *
 * @throws the operating system's error when the command cannot be started; nothing is left behind.
 */
export async function launchKernel(spec: Kernelspec, place: LaunchPlace): Promise<KernelProcess> {
  const connection = place.connection ?? (await newConnection(spec.name));
  const file = await writeConnectionFile(connection);
  const isChecking = place.checksIfAsked !== true || !isOwnKernel(spec);
  const added = isIpykernel(spec) ? [NO_HISTORY] : isChecking ? [] : [CHECK_IF_ASKED];
  const [command = "", ...args] = [...spec.argv, ...added].map((part) =>
    part.replaceAll("{connection_file}", file.path).replaceAll("{resource_dir}", spec.dir),
  );
  const own = String(process.pid);
  const child = spawn(command, args, {
    cwd: place.cwd,
    env: { ...place.env, ...expanded(spec.env, place.env), JPY_PARENT_PID: own, TSNB_RUN_PID: own },
    stdio: ["ignore", "ignore", "pipe"],
    // A group of its own: a Ctrl-C in the terminal reaches the runner alone, which then stops the kernel
    // properly, and the kernel's own children end with it.
    detached: process.platform !== "win32",
    windowsHide: true,
  });
  remember(child, file.path);
  const portTaken = deferred<void>();
  const lastWords = listen(child, (text) => {
    if (PORT_TAKEN.test(text)) portTaken.resolve();
  });
  const exited = exitOf(child, lastWords).then(async (exit) => {
    await file.dispose();
    return exit;
  });
  const pid = await spawned(child, file.dispose);
  return {
    pid,
    connection,
    exited,
    portTaken: portTaken.promise,
    signal: (signal) => signalGroup(child, signal),
    kill: () => signalGroup(child, "SIGKILL"),
  };
}

// Cells of a headless run do not belong in the user's IPython history.
const NO_HISTORY = "--HistoryManager.hist_file=:memory:";

function isIpykernel({ argv }: Kernelspec): boolean {
  return argv.some((part) => /^ipykernel(?:_launcher)?$|[\\/]ipykernel_launcher\.py$/.test(part));
}

function isOwnKernel({ argv }: Kernelspec): boolean {
  return tsnbKernelspec()
    .argv.slice(1)
    .every((part) => argv.includes(part));
}

async function spawned(child: ChildProcess, dispose: () => Promise<void>): Promise<number> {
  try {
    await once(child, "spawn");
    return child.pid ?? 0;
  } catch (error) {
    alive.delete(child);
    await dispose();
    throw error;
  }
}

function exitOf(child: ChildProcess, lastWords: () => string): Promise<Exit> {
  return new Promise((resolve) => {
    const closed = new Promise<void>((close) => child.once("close", () => close()));
    child.once("exit", (code, signal) => {
      signalGroup(child, "SIGKILL");
      alive.delete(child);
      void within(STDERR_DRAIN_MS, closed).finally(() => {
        child.stderr?.destroy();
        resolve({ code, signal, lastWords: lastWords() });
      });
    });
  });
}

function listen(child: ChildProcess, onText: (text: string) => void): () => string {
  let text = "";
  child.stderr?.setEncoding("utf8").on("data", (chunk: string) => {
    text = (text + chunk).slice(-LAST_WORDS_CHARACTERS);
    onText(text);
  });
  return () => text.trim();
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined || !alive.has(child)) return;
  try {
    if (process.platform === "win32") child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch (error) {
    // The process has ended meanwhile; macOS reports EPERM for a process that has not been waited for yet.
    if (!(error instanceof Error && "code" in error && (error.code === "ESRCH" || error.code === "EPERM"))) throw error;
  }
}

// `${NAME}` in a kernelspec's env stands for the variable's value, as in Jupyter; unknown names stay.
function expanded(added: Readonly<Record<string, string>>, env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(added).map(([name, value]) => [
      name,
      value.replace(/\$\{(\w+)\}/g, (whole, variable: string) => env[variable] ?? whole),
    ]),
  );
}

// When this process exits, its kernels are ended and their temporary folders removed.
function remember(child: ChildProcess, connectionFile: string): void {
  if (!process.listeners("exit").includes(endAll)) process.once("exit", endAll);
  alive.set(child, connectionFile);
}

function endAll(): void {
  for (const [child, connectionFile] of alive) {
    signalGroup(child, "SIGKILL");
    rmSync(dirname(connectionFile), { recursive: true, force: true });
  }
}
