import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { digits, inTurn, markdown, median, plainEnvironment } from "./measure.ts";

/** A program to measure, with its arguments. */
export type Command = {
  readonly argv: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
};

/** How long a program took, and how much processor time it and its children did; NaN where that is not known. */
export type Took = { readonly ms: number; readonly cpuMs: number };

/** The root of this repository. */
export const root = join(import.meta.dirname, "..", "..");

/** This package's command with arguments. */
export function tsnb(...args: readonly string[]): Command {
  return { argv: [process.execPath, join(root, "dist", "cli", "main.cjs"), ...args] };
}

/** Runs programs one after another. */
export async function timeOf(commands: readonly Command[]): Promise<Took> {
  const [began, before] = [performance.now(), childrenMs()];
  for (const command of commands) await run(command);
  return { ms: performance.now() - began, cpuMs: childrenMs() - before };
}

/** Runs programs, some at once. */
export async function timeOfSome(commands: readonly Command[], atOnce: number): Promise<Took> {
  const [began, before] = [performance.now(), childrenMs()];
  const left = commands.values();
  const work = async () => {
    for (const command of left) await run(command);
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return { ms: performance.now() - began, cpuMs: childrenMs() - before };
}

/**
 * Contestants in turn, as a table. The first is the one whose share of the others' time is told, as the median of
 * the rounds.
 */
export async function compared(
  title: string,
  rounds: number,
  contestants: Readonly<Record<string, () => Promise<Took>>>,
): Promise<string> {
  // Of the first run of each, much is reading files that the system then knows.
  await inTurn(1, contestants);
  const figures = await inTurn(rounds, contestants);
  const [first = []] = Object.values(figures);
  const rows = Object.entries(figures).map(([name, took]) => [
    name,
    digits(median(took.map(({ ms }) => ms))),
    digits(Math.min(...took.map(({ ms }) => ms))),
    digits(median(took.map(({ cpuMs }) => cpuMs))),
    `${median(took.map(({ ms }, at) => (first[at]?.ms ?? Number.NaN) / ms)).toFixed(2)} x`,
    `${median(took.map(({ cpuMs }, at) => (first[at]?.cpuMs ?? Number.NaN) / cpuMs)).toFixed(2)} x`,
  ]);
  const header = [title, "median ms", "min", "processor ms", "the first's share", "of processor time"];
  return markdown(header, rows);
}

async function run({ argv: [program = "", ...args], cwd = root, env = {} }: Command): Promise<void> {
  const child = spawn(program, args, {
    cwd,
    env: { ...plainEnvironment(), ...env },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said = (said + text).slice(-4000);
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject).once("close", resolve);
  });
  if (code !== 0) throw new Error(`${[program, ...args].join(" ")} ended with ${code}: ${said}`);
}

/** The processor time of all children that have ended, on Linux; NaN elsewhere. */
function childrenMs(): number {
  if (process.platform !== "linux") return Number.NaN;
  const fields = readFileSync("/proc/self/stat", "utf8")
    .replace(/^.*\) /s, "")
    .split(" ");
  // Ticks of ten milliseconds: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
  return (Number(fields[13]) + Number(fields[14])) * 10;
}
