import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import * as v from "valibot";
import { plainEnvironment } from "../measure.ts";

const Figures = v.object({
  seconds: v.number(),
  cpuSeconds: v.number(),
  peakMiB: v.number(),
  heldMiB: v.number(),
  lateMs: v.nullable(v.number()),
  lateMs95: v.nullable(v.number()),
  passed: v.number(),
  wrong: v.number(),
});

/** The time, memory and open files of a client during a run. */
export type ClientFigures = v.InferOutput<typeof Figures> & {
  /** The most files and sockets open at once, on Linux; NaN elsewhere. */
  readonly descriptors: number;
};

export type ClientOrder = {
  readonly url: string;
  readonly folder: string;
  readonly out: string;
  /** The number of notebooks that run at once. */
  readonly jobs: number;
  /** The most bytes that it keeps of a cell's output. */
  readonly outputBytes: number;
};

const worker = join(import.meta.dirname, "..", "thousand-work.js");
const LOOK_EVERY_MS = 100;

/** Runs notebooks on a server, in its own process. */
export async function runClient({ url, folder, out, jobs, outputBytes }: ClientOrder): Promise<ClientFigures> {
  const given = [url, folder, out, `${jobs}`, `${outputBytes}`];
  const child = spawn(process.execPath, ["--expose-gc", worker, ...given], {
    env: plainEnvironment(),
    stdio: ["ignore", "pipe", "inherit"],
  });
  let descriptors = Number.NaN;
  const looking = setInterval(() => {
    descriptors = Math.max(Number.isNaN(descriptors) ? 0 : descriptors, descriptorsOf(child.pid) ?? descriptors);
  }, LOOK_EVERY_MS);
  try {
    const figures = v.parse(Figures, JSON.parse(await text(child.stdout)));
    return { ...figures, descriptors };
  } finally {
    clearInterval(looking);
  }
}

function descriptorsOf(pid: number | undefined): number | undefined {
  if (process.platform !== "linux" || pid === undefined) return undefined;
  try {
    return readdirSync(`/proc/${pid}/fd`).length;
  } catch {
    // The process has ended.
    return undefined;
  }
}
