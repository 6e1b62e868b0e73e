import { Session } from "node:inspector";

/** What V8 holds for the main thread, in bytes: for objects, and altogether. */
export type HeapUsage = { readonly usedSize: number; readonly totalSize: number };

const MB = 1024 * 1024;
// V8 takes some 2 ms for each MB that stays in use, and a cell may have to wait for it. How much that is, the
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
 * Collects the garbage of the main thread, from another thread. V8 by itself gives memory back only
 * tens of seconds after the last work; and a function that collects is known to Node 20 only with a flag.
 */
export class Garbage {
  #kept = 0;

  collect(): void {
    const session = new Session();
    session.connectToMainThread();
    const measure = (done: (usage: HeapUsage) => void): void =>
      session.post("Runtime.getHeapUsage", (_, answer) => done(usageOf(answer)));
    measure((before) => {
      if (!isWorthwhile(before, this.#kept)) return session.disconnect();
      session.post("HeapProfiler.collectGarbage", () => {
        measure((after) => {
          this.#kept = after.totalSize;
          session.disconnect();
        });
      });
    });
  }
}

// V8 does not promise that this question stays; without an answer nothing is collected.
function usageOf(answer: object | undefined): HeapUsage {
  const { usedSize, totalSize }: { usedSize?: unknown; totalSize?: unknown } = answer ?? {};
  return { usedSize: Number(usedSize), totalSize: Number(totalSize) };
}
