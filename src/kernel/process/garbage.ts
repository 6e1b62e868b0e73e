import { Session } from "node:inspector/promises";

/** V8's heap in bytes: live objects, and the total. */
export type HeapUsage = { readonly usedSize: number; readonly totalSize: number };

const MB = 1024 * 1024;
// A collection takes V8 about 2 ms per MB that stays in use, and work may have to wait for it. The last collection
// shows how much stays; before the first one, garbage counts too.
const MOST_KEPT = 100 * MB;
const MOST = 300 * MB;
const LEAST = 8 * MB;

/**
 * True when a garbage collection is worthwhile now.
 *
 * @param kept the total size after the last collection, in bytes.
 * @example
 * const now = { usedSize: 40e6, totalSize: 90e6 };
 * isWorthwhile(now, 20e6); // true: some 70 MB may be given back
 */
export function isWorthwhile({ usedSize, totalSize }: HeapUsage, kept: number): boolean {
  return kept <= MOST_KEPT && usedSize <= MOST && totalSize - kept >= LEAST;
}

/**
 * Collects the garbage of a process's main thread. On its own, V8 returns memory only tens of seconds after the last
 * work, and Node 20's function that collects garbage is behind a flag.
 */
export class Garbage {
  readonly #connect: (session: Session) => void;
  #kept = 0;

  /** @param connect connects a session to the main thread, from that thread or another. */
  constructor(connect: (session: Session) => void) {
    this.#connect = connect;
  }

  async collect(): Promise<void> {
    const session = new Session();
    this.#connect(session);
    try {
      if (!isWorthwhile(await usageOf(session), this.#kept)) return;
      await session.post("HeapProfiler.collectGarbage");
      this.#kept = (await usageOf(session)).totalSize;
    } catch {
      // V8 does not guarantee these methods; without an answer nothing is collected.
    } finally {
      session.disconnect();
    }
  }
}

async function usageOf(session: Session): Promise<HeapUsage> {
  const answer: unknown = await session.post("Runtime.getHeapUsage");
  const { usedSize, totalSize }: { usedSize?: unknown; totalSize?: unknown } =
    typeof answer === "object" ? (answer ?? {}) : {};
  return { usedSize: Number(usedSize), totalSize: Number(totalSize) };
}
