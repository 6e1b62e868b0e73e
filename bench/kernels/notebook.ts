import { setTimeout as delay } from "node:timers/promises";
import { draft, firstCell, twentyLines } from "./cells.ts";
import { collect, type Figures } from "./figures.ts";
import { KernelSession } from "./session.ts";
import type { System } from "./systems.ts";

const CELLS = 200;
const BUSY_MS = 2000;
// Both share one core here, so more completions are needed to find the slowest twentieth.
const BUSY_FACTOR = 3;
const COMPLETIONS_A_CELL = 7;
const BETWEEN_KEYS_MS = 50;
const AFTER_ERROR_MS = 500;

export type NotebookFigures = {
  /** Milliseconds for a checked cell of twenty lines. */
  readonly checked: Figures;
  /** Milliseconds for a completion: between cells, one of which runs after every seventh, and while a cell computes. */
  readonly completion: Figures;
  readonly completionBusy: Figures;
};

/** A notebook of 200 cells with the types of Polars and Vega-Lite, in each kernel: more cells, and completions. */
export async function benchNotebook(
  systems: readonly System[],
  folder: string,
  rounds: number,
  completions: number,
): Promise<NotebookFigures> {
  const checked: Record<string, number[]> = {};
  const completion: Record<string, number[]> = {};
  const completionBusy: Record<string, number[]> = {};
  const kernels = new Map<System, KernelSession>();
  try {
    for (const system of systems) kernels.set(system, await opened(system, folder));
    for (let round = 0; round < rounds; round++) {
      for (const [{ name }, kernel] of kernels) {
        collect(checked, name, await runChecked(kernel, name, twentyLines(CELLS + round)));
      }
    }
    let last = CELLS + rounds - 1;
    for (let at = 0; at < completions; at++) {
      const isAfterCell = at % COMPLETIONS_A_CELL === 0;
      if (isAfterCell) last += 1;
      for (const [{ name }, kernel] of kernels) {
        if (isAfterCell) await runChecked(kernel, name, twentyLines(last));
        await delay(BETWEEN_KEYS_MS);
        collect(completion, name, await completed(kernel, name, last + 1, at));
      }
    }
    for (const [{ name }, kernel] of kernels) {
      // tslab uses one process for both: the completion comes when the cell has ended.
      if (name !== "tslab") completionBusy[name] = await whileBusy(kernel, name, last + 1, BUSY_FACTOR * completions);
    }
  } finally {
    for (const kernel of kernels.values()) await kernel.stop();
  }
  return { checked, completion, completionBusy };
}

/** A kernel in which 200 cells have run, and which has been seen to check types. */
async function opened(system: System, folder: string): Promise<KernelSession> {
  const kernel = await KernelSession.start(system, folder);
  const { name } = system;
  const isTslab = name === "tslab";
  await runChecked(kernel, name, firstCell(isTslab ? "vega-lite/build/index" : "vega-lite"));
  for (let count = 1; count < CELLS; count++) await runChecked(kernel, name, twentyLines(count));
  for (const wrong of ["const wrong: number = picked1;", "const spec: TopLevelSpec = 5;"]) {
    const { text } = await kernel.run(wrong);
    if (!/is not assignable to type/.test(text)) throw new Error(`${name} found nothing wrong with ${wrong}: ${text}`);
    // tslab loses messages that arrive soon after an error.
    await delay(AFTER_ERROR_MS);
  }
  return kernel;
}

async function runChecked(kernel: KernelSession, name: string, code: string): Promise<number> {
  const { ms, text } = await kernel.run(code);
  if (/error|TS\d+/i.test(text)) throw new Error(`${name} complains: ${text}`);
  return ms;
}

async function completed(kernel: KernelSession, name: string, count: number, variant: number): Promise<number> {
  const { ms, count: found } = await kernel.complete(draft(count, variant));
  if (found === 0) throw new Error(`${name} proposes nothing at ${draft(count, variant).split("\n").at(-1)}`);
  return ms;
}

/** Milliseconds for completions while cells compute without a pause, one cell after another. */
async function whileBusy(kernel: KernelSession, name: string, count: number, completions: number): Promise<number[]> {
  const times: number[] = [];
  while (times.length < completions) {
    let isRunning = true;
    const cell = kernel.run(`{ const end = Date.now() + ${BUSY_MS}; while (Date.now() < end); }`).finally(() => {
      isRunning = false;
    });
    while (times.length < completions) {
      await delay(BETWEEN_KEYS_MS);
      const ms = await completed(kernel, name, count, times.length);
      if (!isRunning) break;
      times.push(ms);
    }
    await cell;
  }
  return times;
}
