import { availableParallelism } from "node:os";

const MEMORY_OF_A_JOB = 700e6;

/** The number of notebooks that can run at once on this machine: at most one per core and per 700 MB of free memory. */
export function possibleJobs(cores = availableParallelism(), freeBytes = process.availableMemory()): number {
  return Math.max(1, Math.min(cores, Math.floor(freeBytes / MEMORY_OF_A_JOB)));
}

/** A task that can be prepared before it runs. */
export type Task<Result> = {
  readonly prepare: () => void;
  readonly run: (onReady: () => void) => Promise<Result>;
};

/**
 * Starts tasks in order, up to `jobs` at once. When a task calls `onReady`, the next waiting task is prepared, so
 * that one task is always ready ahead.
 *
 * @returns the results in the order of the tasks.
 */
export async function inTurn<Result>(tasks: readonly Task<Result>[], jobs: number): Promise<readonly Result[]> {
  const results = new Map<number, Result>();
  let next = 0;
  const work = async (): Promise<void> => {
    for (let index = next++; index < tasks.length; index = next++) {
      const result = await tasks[index]?.run(() => tasks[next]?.prepare());
      if (result !== undefined) results.set(index, result);
    }
  };
  await Promise.all(Array.from({ length: Math.min(jobs, tasks.length) }, work));
  return tasks.flatMap((_, index) => results.get(index) ?? []);
}
