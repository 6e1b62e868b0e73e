import { type CellPlace, CellTimeoutError } from "../errors/cell-errors.ts";
import { KernelStartError, NotebookTimeoutError } from "../errors/notebook-errors.ts";

/** The time limits of a cell, a whole notebook and the start of its kernel, in seconds; 0 for no limit. */
export type TimeLimits = { readonly cell: number; readonly notebook: number; readonly startup: number };

// Node.js fires longer timers at once.
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * Calls `onOver` after a number of seconds; never for 0, which is no limit.
 *
 * @returns the timer, to be cleared when the limited work has ended; undefined without a limit.
 */
export function timeLimit(seconds: number, onOver: () => void): NodeJS.Timeout | undefined {
  return seconds === 0 ? undefined : setTimeout(onOver, Math.min(seconds * 1000, LONGEST_TIMER_MS));
}

type OnOver = (reason: Error) => void;

/** Limits the time of a cell. */
export function cellLimit(place: CellPlace, { cell }: TimeLimits, onOver: OnOver): NodeJS.Timeout | undefined {
  return timeLimit(cell, () => onOver(new CellTimeoutError(place, cell)));
}

/**
 * Limits the time of a notebook.
 *
 * @param running returns the running cell when the time is up.
 */
export function notebookLimit(
  file: string,
  running: () => CellPlace | undefined,
  { notebook }: TimeLimits,
  onOver: OnOver,
): NodeJS.Timeout | undefined {
  return timeLimit(notebook, () => onOver(new NotebookTimeoutError(file, running(), notebook)));
}

/** Limits the time until a kernel answers. */
export function startLimit(kernel: string, { startup }: TimeLimits, onOver: OnOver): NodeJS.Timeout | undefined {
  return timeLimit(startup, () => onOver(new KernelStartError(kernel, `it did not answer within ${startup} s`)));
}

/** The seconds after which a silent kernel is abandoned; undefined without a limit. */
export function silenceLimit({ cell, notebook, startup }: TimeLimits, isCellRunning: boolean): number | undefined {
  return (isCellRunning ? cell : startup) || notebook || undefined;
}
