import { Session } from "node:inspector/promises";

/** What V8 holds for a thread, in bytes: for objects, and altogether. */
export type HeapUsage = { readonly usedSize: number; readonly totalSize: number };

const MB = 1024 * 1024;
// V8 takes some 2 ms for each MB that stays in use, and work may have to wait for it. How much that is, the
// last collection told; before it, what is garbage already counts as well.
const MOST_KEPT = 100 * MB;
const MOST = 300 * MB;
const LEAST = 8 * MB;

/**
 * Whether it is worth while to collect garbage now.
 *
 * @param kept what V8 held after the last collection, in bytes.
 * @example
 * const now = { usedSize: 40e6, totalSize: 90e6 };
 * isWorthwhile(now, 20e6); // true: some 70 MB may be given back
 */
export function isWorthwhile({ usedSize, totalSize }: HeapUsage, kept: number): boolean {
  return kept <= MOST_KEPT && usedSize <= MOST && totalSize - kept >= LEAST;
}

/**
 * Collects the garbage of a process's main thread. V8 by itself gives memory back only tens of seconds after
 * the last work; and a function that collects is known to Node 20 only with a flag.
 */
export class Garbage {
  readonly #connect: (session: Session) => void;
  #kept = 0;

  /** @param connect connects a session to the main thread, from it or from another one. */
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
      // V8 does not promise that these questions stay; without an answer nothing is collected.
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
