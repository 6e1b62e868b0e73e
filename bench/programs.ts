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

/** The time of a program, and the processor time of it and its children; NaN where that is unknown. */
export type Took = { readonly ms: number; readonly cpuMs: number };

/** The root of this repository. */
export const root = join(import.meta.dirname, "..", "..");

/** A command line of this package's `tsnb`. */
export function tsnb(...args: readonly string[]): Command {
  return { argv: [process.execPath, join(root, "dist", "cli", "main.cjs"), ...args] };
}

// Jupyter's clients choose free ports, which other programs may take before the kernel does:
// https://github.com/jupyter/jupyter_client/issues/487
const PORT_TAKEN = /Address already in use|Kernel died before replying to kernel_info/;
const MOST_REPEATS = 20;
const LONGEST_OUTPUT = 100_000;

/** A program failed because another one took a port that it had chosen. */
class PortTakenError extends Error {
  override readonly name = "PortTakenError";
}

/** Runs programs one after another and returns their total time. */
export async function timeOf(commands: readonly Command[]): Promise<Took> {
  const [began, before] = [performance.now(), childrenMs()];
  for (const command of commands) await run(command);
  return { ms: performance.now() - began, cpuMs: childrenMs() - before };
}

/** Runs programs, `atOnce` at a time, and returns the total time. After a failure, no more are started. */
export async function timeOfSome(commands: readonly Command[], atOnce: number): Promise<Took> {
  const [began, before] = [performance.now(), childrenMs()];
  const left = commands.values();
  const failures: unknown[] = [];
  const work = async () => {
    for (const command of left) {
      if (failures.length > 0) return;
      await run(command).catch((error: unknown) => failures.push(error));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  if (failures.length > 0) throw failures[0];
  return { ms: performance.now() - began, cpuMs: childrenMs() - before };
}

/**
 * Runs contestants in turn and returns a table. It shows the first one's time as a share of each of the others', as the
 * median of the rounds. When a port was taken, a run of another contestant is repeated and not counted; a line says so.
 */
export async function compared(
  title: string,
  rounds: number,
  contestants: Readonly<Record<string, () => Promise<Took>>>,
): Promise<string> {
  const repeats = new Map<string, number>();
  const lasting = Object.fromEntries(
    Object.entries(contestants).map(([name, work], at) => {
      const onRepeat = () => void repeats.set(name, (repeats.get(name) ?? 0) + 1);
      return [name, at === 0 ? work : () => untilPortsAreFree(work, onRepeat)] as const;
    }),
  );
  // Much of each first run is reading files that the system then has in its cache.
  await inTurn(1, lasting);
  const figures = await inTurn(rounds, lasting);
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
  const notes = Array.from(repeats, ([name, count]) => {
    const times = count === 1 ? "once" : `${count} times`;
    return `${name}: done again ${times}, not counted, because a port was taken.`;
  });
  return [markdown(header, rows), ...notes].join("\n\n");
}

async function untilPortsAreFree(work: () => Promise<Took>, onRepeat: () => void): Promise<Took> {
  for (let left = MOST_REPEATS; ; left--) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof PortTakenError) || left === 0) throw error;
      onRepeat();
    }
  }
}

async function run({ argv: [program = "", ...args], cwd = root, env = {} }: Command): Promise<void> {
  const child = spawn(program, args, {
    cwd,
    env: { ...plainEnvironment(), ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      said = (said + text).slice(-LONGEST_OUTPUT);
    });
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject).once("close", resolve);
  });
  if (code === 0) return;
  const message = `${[program, ...args].join(" ")} ended with ${code}: ${said.slice(-4000)}`;
  throw PORT_TAKEN.test(said) ? new PortTakenError(message) : new Error(message);
}

/** The processor time in milliseconds of all children that have ended, on Linux; NaN elsewhere. */
function childrenMs(): number {
  if (process.platform !== "linux") return Number.NaN;
  const fields = readFileSync("/proc/self/stat", "utf8")
    .replace(/^.*\) /s, "")
    .split(" ");
  // Ticks of ten milliseconds: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
  return (Number(fields[13]) + Number(fields[14])) * 10;
}
