import { followsCells } from "./attribution.ts";

// Cells may replace them.
const { setTimeout } = globalThis;
const { getActiveResourcesInfo } = process;

/**
 * Lets the timers fire that a cell has set for at once, where output that comes after the cell could not be told to
 * be its own: so `setTimeout(f, 0)` prints at the same place each time. Node.js fires timers of the same length in
 * the order in which they were set.
 */
export async function dueTimers(): Promise<void> {
  if (followsCells || !getActiveResourcesInfo().includes("Timeout")) return;
  await new Promise<void>((resolve) => {
    setTimeout(resolve, 1);
  });
}
