import { type ChildProcess, spawn } from "node:child_process";
import { descendantsOf } from "../../descendants.ts";
import type { Interrupts } from "../interrupts.ts";

/** A command of a cell that failed. */
class CommandFailed extends Error {
  override readonly name = "CommandFailed";

  constructor(command: string, ending: string) {
    super(`\`${command}\` ${ending}`);
  }
}

/** Runs a command of the system's shell and prints what it prints, as it comes. */
export async function runShell(command: string, folder: string, interrupts: Interrupts): Promise<void> {
  await running(spawn(command, { shell: true, cwd: folder, stdio: ["ignore", "pipe", "pipe"] }), command, interrupts);
}

/** Runs a program with these arguments and prints what it prints, as it comes. */
export async function runProgram(
  program: readonly [string, ...string[]],
  folder: string,
  interrupts: Interrupts,
): Promise<void> {
  const [file, ...args] = program;
  const child = spawn(file, args, {
    // On Windows npm is a script, which only a shell can start.
    shell: process.platform === "win32" && !file.endsWith(".exe"),
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
  });
  await running(child, program.join(" "), interrupts);
}

async function running(child: ChildProcess, command: string, interrupts: Interrupts): Promise<void> {
  child.stdout?.on("data", (chunk: Buffer) => process.stdout.write(chunk));
  child.stderr?.on("data", (chunk: Buffer) => process.stderr.write(chunk));
  const ended = new Promise<void>((resolve, reject) => {
    child.once("error", (cause) => reject(new CommandFailed(command, `could not be started: ${cause.message}`)));
    child.once("close", (code, signal) => {
      if (code === 0) resolve();
      else reject(new CommandFailed(command, signal ? `was ended by ${signal}` : `ended with exit code ${code}`));
    });
  });
  await interrupts.during(ended, () => void stop(child));
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
