import { type ChildProcess, type StdioOptions, spawn } from "node:child_process";
import { closeSync } from "node:fs";
import type { Readable } from "node:stream";
import { finished } from "node:stream/promises";
import { descendantsOf } from "../../descendants.ts";
import type { Interrupts } from "../interrupts.ts";
import { outputPipes } from "./output-pipes.ts";

/** A command of a cell that failed. */
class CommandFailed extends Error {
  override readonly name = "CommandFailed";

  constructor(command: string, ending: string) {
    super(`\`${command}\` ${ending}`);
  }
}

/** Runs a command of the system's shell and prints what it prints, as it comes. */
export async function runShell(command: string, folder: string, interrupts: Interrupts): Promise<void> {
  await run((stdio) => spawn(command, { shell: true, cwd: folder, stdio }), command, interrupts);
}

/** Runs a program with these arguments and prints what it prints, as it comes. */
export async function runProgram(
  program: readonly [string, ...string[]],
  folder: string,
  interrupts: Interrupts,
): Promise<void> {
  const [file, ...args] = program;
  // On Windows npm is a script, which only a shell can start.
  const shell = process.platform === "win32" && !file.endsWith(".exe");
  await run((stdio) => spawn(file, args, { shell, cwd: folder, stdio }), program.join(" "), interrupts);
}

async function run(
  start: (stdio: StdioOptions) => ChildProcess,
  command: string,
  interrupts: Interrupts,
): Promise<void> {
  const { child, stdout, stderr } = startWithPipes(start);
  stdout?.on("data", (chunk: Buffer) => process.stdout.write(chunk));
  stderr?.on("data", (chunk: Buffer) => process.stderr.write(chunk));
  await interrupts.during(ended(child, [stdout, stderr], command), () => void stop(child));
}

type Started = { readonly child: ChildProcess; readonly stdout: Readable | null; readonly stderr: Readable | null };

function startWithPipes(start: (stdio: StdioOptions) => ChildProcess): Started {
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
    // What is read ends when nobody has an end to write to.
    for (const { input } of pipes) closeSync(input);
  }
}

async function ended(child: ChildProcess, outputs: readonly (Readable | null)[], command: string): Promise<void> {
  const ending = await new Promise<string | undefined>((resolve, reject) => {
    child.once("error", (cause) => reject(new CommandFailed(command, `could not be started: ${cause.message}`)));
    child.once("close", (code, signal) => {
      const failure = signal ? `was ended by ${signal}` : `ended with exit code ${code}`;
      resolve(code === 0 ? undefined : failure);
    });
  });
  await Promise.all(outputs.flatMap((output) => (output ? [finished(output, { writable: false })] : [])));
  if (ending !== undefined) throw new CommandFailed(command, ending);
}

async function stop(child: ChildProcess): Promise<void> {
  const { pid } = child;
  if (pid === undefined) return;
  for (const one of [...(await descendantsOf(pid)), pid]) {
    try {
      process.kill(one, "SIGTERM");
    } catch {
      // It ended in the meantime.
    }
  }
}
