import { within } from "../../util/within.ts";
import type { KernelSession, Reply } from "./kernel-session.ts";

/** How long a cell that was stopped may still send its last outputs and its reply. */
const STOP_GRACE_MS = 2000;
// Node.js fires a longer timer at once.
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * Calls `onOver` after a number of seconds; never for 0, which is no limit.
 *
 * @returns the timer, to clear when what was limited has ended.
 */
export function timeLimit(seconds: number, onOver: () => void): NodeJS.Timeout | undefined {
  return seconds === 0 ? undefined : setTimeout(onOver, Math.min(seconds * 1000, LONGEST_TIMER_MS));
}

/** Interrupts the cell that runs; resolves with its reply, or undefined if none comes soon or the kernel ends. */
export async function stopCell(session: KernelSession, reply: Promise<Reply | undefined>): Promise<Reply | undefined> {
  const stopped = session.interrupt().then(() => reply);
  return within(STOP_GRACE_MS, Promise.race([stopped, session.died.then(() => undefined)]));
}
