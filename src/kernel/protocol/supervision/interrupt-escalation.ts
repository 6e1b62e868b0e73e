import type { CellId } from "../../link/messages.ts";
import { descendantsOf } from "../../process/descendants.ts";
import type { ChildProcess } from "./child-process.ts";

// The time that the main thread has to answer a ping: at first, then after each stronger step.
const PING_MS = 150;
const HARD_MS = [150, 250, 500, 1000, 2000];

// Native code usually returns in the end, and then the state is kept.
const STUCK_MS = 20_000;

/** A process with a cell to interrupt, and the means to do so. */
export type InterruptibleProcess = {
  readonly child: ChildProcess;
  /** True until the process has ended or another one has taken its place. */
  readonly isCurrent: () => boolean;
  /** True once the process has started to answer. */
  readonly isReady: () => boolean;
  /** True if the main thread answers a ping within this many milliseconds. */
  readonly responds: (within: number) => Promise<boolean>;
  /** Announces that the cell does not stop; resolves when the user interrupts once more. */
  readonly stuck: (signal: AbortSignal) => Promise<void>;
  /** Ends the process, with the reason. */
  readonly kill: (why: string) => void;
};

/**
 * Stops the running cell and keeps the state if possible: first by asking, then by terminating JavaScript,
 * then by signals to the processes that the cell started. Kills the process if native code still runs 20 s later, or
 * at a further interrupt.
 */
export async function escalateInterrupt(cell: CellId, target: InterruptibleProcess): Promise<void> {
  const { child, isCurrent, responds } = target;
  // A process that blocks in a print cannot answer.
  child.pause(false);
  child.post({ type: "cancel", cell });
  // A starting process does not answer yet; it will find the cell cancelled.
  if (!target.isReady()) return;
  if (await responds(PING_MS)) return;
  for (const [attempt, patience] of HARD_MS.entries()) {
    if (!isCurrent()) return;
    child.postUrgent({ type: "terminate", isPaused: attempt > 0 });
    if (attempt > 0) await signalDescendants(child, attempt > 2 ? "SIGKILL" : "SIGINT");
    if (await responds(patience)) return;
  }
  // Without a cell, nobody waits for the end.
  if (cell === 0 || (await comesBack(target))) return;
  if (isCurrent()) target.kill("it could not be interrupted in any other way");
}

async function comesBack({ stuck, responds }: InterruptibleProcess): Promise<boolean> {
  const waiting = new AbortController();
  try {
    return await Promise.race([responds(STUCK_MS), stuck(waiting.signal).then(() => false)]);
  } finally {
    waiting.abort();
  }
}

async function signalDescendants(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.pid === undefined) return;
  for (const pid of await descendantsOf(child.pid)) {
    try {
      process.kill(pid, signal);
    } catch {
      // The process has ended meanwhile.
    }
  }
}
