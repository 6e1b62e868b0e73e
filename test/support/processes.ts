import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The command's program. */
export const main = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "dist", "cli", "main.cjs");

/** The exit code or signal of a command, and its output. */
export type Ended = { code: number | null; signal: NodeJS.Signals | null; stdout: string; stderr: string };

/** A running `tsnb` command: `until` resolves when its stderr matches, and rejects if it ends without a match. */
export type Running = { child: ChildProcess; until: (text: RegExp) => Promise<void>; ended: Promise<Ended> };

/** Starts the built `tsnb` command in a folder. */
export function startTsnb(args: readonly string[], options: { cwd: string; env?: NodeJS.ProcessEnv }): Running {
  // With the variables of its own GitHub Actions job, the command would add reports of these runs to the job.
  const env = { ...process.env, GITHUB_ACTIONS: "", GITHUB_STEP_SUMMARY: "", ...options.env };
  const child = spawn(process.execPath, [main, ...args], { cwd: options.cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  const texts = { stdout: "", stderr: "" };
  const waiting: (() => void)[] = [];
  for (const name of ["stdout", "stderr"] as const) {
    child[name].setEncoding("utf8").on("data", (piece: string) => {
      texts[name] += piece;
      for (const check of waiting) check();
    });
  }
  const ended = new Promise<Ended>((resolve) => {
    child.once("close", (code, signal) => resolve({ code, signal, ...texts }));
  });
  const until = (text: RegExp) =>
    new Promise<void>((resolve, reject) => {
      const check = () => {
        if (text.test(texts.stderr)) resolve();
      };
      waiting.push(check);
      check();
      void ended.then(() => reject(new Error(`it ended without ${text}: ${texts.stderr}`)));
    });
  return { child, until, ended };
}

/** Runs the built `tsnb` command to its end. */
export function tsnb(args: readonly string[], options: { cwd: string; env?: NodeJS.ProcessEnv }): Promise<Ended> {
  return startTsnb(args, options).ended;
}

/** The command lines that contain a string, of all processes; empty on systems other than Linux, without /proc. */
export function processesWith(text: string): string[] {
  if (process.platform !== "linux") return [];
  const ids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return ids.flatMap((id) => {
    try {
      const command = readFileSync(`/proc/${id}/cmdline`, "utf8").replaceAll("\0", " ");
      return command.includes(text) ? [command] : [];
    } catch {
      // The process has ended since the folder was listed.
      return [];
    }
  });
}
