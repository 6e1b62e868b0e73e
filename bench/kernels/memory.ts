import { copyFile, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { draft, firstCell, twentyLines } from "./cells.ts";
import { collect, type Figures } from "./figures.ts";
import { memoryOf, residentOf } from "./processes.ts";
import { KernelSession } from "./session.ts";
import type { System } from "./systems.ts";

const SETTLE_MS = 2000;
// V8 and Go give unused memory back some ten seconds after the last work, in several steps; V8 sometimes only
// after forty seconds.
const STEADY_MS = 16_000;
const LONGEST_MS = 90_000;
const STEP_MB = 1;
const NOTEBOOK = 20;

/** The memory of each kernel's processes in MB, two seconds after its first cell. */
export async function benchRest(systems: readonly System[], folder: string, rounds: number) {
  const proportional: Record<string, number[]> = {};
  const resident: Record<string, number[]> = {};
  for (let round = 0; round < rounds; round++) {
    const kernels = await Promise.all(systems.map((system) => KernelSession.start(system, folder)));
    for (const kernel of kernels) {
      await kernel.run("1 + 1");
    }
    await delay(SETTLE_MS);
    for (const [at, { name }] of systems.entries()) {
      const { pid = 0 } = kernels[at] ?? {};
      collect(proportional, name, memoryOf(pid));
      collect(resident, name, residentOf(pid));
    }
    await Promise.all(kernels.map((kernel) => kernel.stop()));
  }
  return { proportional, resident } satisfies Record<string, Figures>;
}

/** The memory in MB two seconds after work, garbage included, and at rest, when no more of it is given back. */
export type Settled = { readonly soon: number; readonly rest: number };

/**
 * The memory of a kernel's processes, including the type checker: after a notebook of twenty cells of twenty lines has
 * run, with a completion after each, and after its cells have been edited and run `count` more times.
 */
export async function benchGrowth(
  system: System,
  folder: string,
  count: number,
): Promise<{ readonly early: Settled; readonly late: Settled }> {
  const kernel = await KernelSession.start(system, folder);
  const run = async (edit: number): Promise<void> => {
    const at = 1 + (edit % NOTEBOOK);
    await kernel.run(twentyLines(at, edit));
    await kernel.complete(draft(at + 1, edit));
  };
  try {
    await kernel.run(firstCell("vega-lite"));
    for (let edit = 0; edit < NOTEBOOK; edit++) await run(edit);
    const early = await settled(kernel);
    for (let edit = NOTEBOOK; edit < NOTEBOOK + count; edit++) await run(edit);
    return { early, late: await settled(kernel) };
  } finally {
    await kernel.stop();
  }
}

async function settled(kernel: KernelSession): Promise<Settled> {
  await delay(SETTLE_MS);
  const soon = memoryOf(kernel.pid);
  let rest = soon;
  let steady = 0;
  for (let waited = 0; steady < STEADY_MS && waited < LONGEST_MS; waited += SETTLE_MS) {
    await delay(SETTLE_MS);
    const now = memoryOf(kernel.pid);
    steady = now < rest - STEP_MB ? 0 : steady + SETTLE_MS;
    rest = Math.min(rest, now);
  }
  return { soon, rest };
}

/**
 * The same system with its own copy of Node. Otherwise the pages that the program shares with other processes, such as
 * this benchmark, would count for less.
 */
export async function withOwnNode(system: System, folder: string): Promise<System> {
  const [program = "", ...rest] = system.command("");
  await mkdir(folder, { recursive: true });
  const copy = join(folder, "node");
  await copyFile(program, copy);
  return { ...system, command: (file) => [copy, ...rest.slice(0, -1), file] };
}
