import { type ChildProcess, type StdioOptions, spawn } from "node:child_process";
import { closeSync } from "node:fs";
import type { Readable } from "node:stream";
import { finished } from "node:stream/promises";
import { clearTimeout, setImmediate, setTimeout } from "node:timers";
import { commandEnvironment } from "../../process/colours.ts";
import { descendantsOf } from "../../process/descendants.ts";
import { type Interruptible, MagicError } from "../magic.ts";
import { outputPipes } from "./output-pipes.ts";

const QUIET_MS = 200;

/** A failed command of a cell. */
export class CommandFailed extends Error {
  override readonly name = "CommandFailed";
  // Public properties are part of the shown error.
  readonly #isMissing: boolean;

  constructor(command: string, ending: string, isMissing = false) {
    super(`\`${command}\` ${ending}`);
    this.#isMissing = isMissing;
  }

  /** True when the program does not exist. */
  get isMissing(): boolean {
    return this.#isMissing;
  }
}

/** Runs a command in the system's shell and prints its output as it arrives. */
export async function runShell(command: string, interrupts: Interruptible): Promise<void> {
  await run(inShell(command), command, interrupts);
}

/** Runs a command in the system's shell. Resolves to the lines of its stdout; its stderr is printed. */
export async function linesOfShell(command: string, interrupts: Interruptible): Promise<string[]> {
  const chunks: Buffer[] = [];
  await run(inShell(command), command, interrupts, (chunk) => chunks.push(chunk));
  const text = Buffer.concat(chunks).toString("utf8");
  return text === "" ? [] : text.replace(/\r?\n$/, "").split(/\r?\n/);
}

function inShell(command: string): Start {
  const folder = workingFolder();
  return (stdio) => spawn(command, { shell: true, cwd: folder, env: commandEnvironment(), stdio });
}

function workingFolder(): string {
  try {
    return process.cwd();
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : String(cause);
    throw new MagicError(
      `The command was not started, because the working directory no longer exists (${code}): change to another with process.chdir("/path")`,
    );
  }
}

/**
 * Runs a program and prints its output as it arrives.
 *
 * @param label the name of the program in messages.
 */
export async function runProgram(
  program: readonly [string, ...string[]],
  folder: string,
  interrupts: Interruptible,
  label = program.join(" "),
): Promise<void> {
  const [file, ...args] = program;
  // On Windows npm is a script, which only a shell can start.
  const shell = process.platform === "win32" && !file.endsWith(".exe");
  await run((stdio) => spawn(file, args, { shell, cwd: folder, env: commandEnvironment(), stdio }), label, interrupts);
}

type Start = (stdio: StdioOptions) => ChildProcess;

async function run(
  start: Start,
  command: string,
  interrupts: Interruptible,
  onOutput: (chunk: Buffer) => void = (chunk) => process.stdout.write(chunk),
): Promise<void> {
  const { child, stdout, stderr } = startWithPipes(start);
  // The last output of a stopped program would appear at the next cell.
  let isStopped = false;
  stdout?.on("data", (chunk: Buffer) => isStopped || onOutput(chunk));
  stderr?.on("data", (chunk: Buffer) => isStopped || process.stderr.write(chunk));
  await interrupts.during(ended(child, [stdout, stderr], command), () => {
    isStopped = true;
    void stop(child);
  });
}

type Started = { readonly child: ChildProcess; readonly stdout: Readable | null; readonly stderr: Readable | null };

function startWithPipes(start: Start): Started {
  const pipes = outputPipes();
  if (!pipes) {
    const child = start(["ignore", "pipe", "pipe"]);
    return { child, stdout: child.stdout, stderr: child.stderr };
  }
  const [stdout, stderr] = pipes;
  try {
    const child = start(["ignore", stdout.input, stderr.input]);
    return { child, stdout: stdout.output, stderr: stderr.output };
  } finally {
    // The reader sees the end only when all write ends are closed.
    for (const { input } of pipes) closeSync(input);
  }
}

async function ended(child: ChildProcess, outputs: readonly (Readable | null)[], command: string): Promise<void> {
  const ending = await new Promise<string | undefined>((resolve, reject) => {
    child.once("error", (cause) => {
      const isMissing = "code" in cause && cause.code === "ENOENT";
      reject(new CommandFailed(command, `could not be started: ${cause.message}`, isMissing));
    });
    child.once("exit", (code, signal) => {
      const failure = signal ? `was ended by ${signal}` : `ended with exit code ${code}`;
      resolve(code === 0 ? undefined : failure);
    });
  });
  await drained(outputs.flatMap((output) => output ?? []));
  if (ending !== undefined) throw new CommandFailed(command, ending);
}

/** Resolves when all output is printed, or when processes left in the background have stopped printing. */
function drained(outputs: readonly Readable[]): Promise<void> {
  return new Promise((resolve) => {
    let heard = 0;
    const listen = (): void => {
      const before = heard;
      // On a busy machine, pending output is read between the timer and the immediate.
      quiet = setTimeout(() => setImmediate(() => (heard === before ? resolve() : listen())), QUIET_MS);
    };
    let quiet: NodeJS.Timeout | undefined;
    listen();
    for (const output of outputs) output.on("data", () => (heard += 1));
    const closed = outputs.map((output) => finished(output, { writable: false }));
    void Promise.allSettled(closed).finally(() => {
      clearTimeout(quiet);
      resolve();
    });
  });
}

async function stop(child: ChildProcess): Promise<void> {
  const { pid } = child;
  if (pid === undefined) return;
  for (const one of [...(await descendantsOf(pid)), pid]) {
    try {
      process.kill(one, "SIGTERM");
    } catch {
      // The process has already ended.
    }
  }
}
