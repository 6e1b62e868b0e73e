import { followsCells } from "./attribution.ts";

// Cells may replace these.
const { Promise, setImmediate, setTimeout } = globalThis;
const { getActiveResourcesInfo } = process;

/**
 * Waits until a cell's `setTimeout(f, 0)` timers have fired, where late output cannot be attributed to its cell, so
 * that they always print in the same place. Node.js fires timers of equal length in the order they were set.
 */
export async function dueTimers(): Promise<void> {
  if (followsCells || !getActiveResourcesInfo().includes("Timeout")) return;
  await new Promise<void>((resolve) => {
    setTimeout(resolve, 1);
  });
}

/**
 * Waits until what a cell left to `process.nextTick` has run, such as Node's own warnings, and until Node has reported
 * the promises that it left rejected.
 */
export function dueCallbacks(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
