import { onRerun, ownKernel, untilRerun } from "./model/kernel.ts";
import { deferred } from "../util/deferred.ts";

// The type of a method, so that a list can hold widgets of different values.
type Listener<Value> = { hear(value: Value): unknown }["hear"];

/** Notifies listeners of new values. */
export class ValueChanges<Value> {
  readonly #listeners = new Set<Listener<Value>>();
  readonly #waiting = new Set<() => void>();
  #version = 0;
  /** Settle the promises of a next value. */
  readonly #endings = new Set<() => void>();
  #hasEnded = false;

  listen(listener: Listener<Value>): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Calls the listeners; resolves when all have ended, and rejects with the first error of one. */
  async tell(value: Value): Promise<void> {
    this.#version += 1;
    this.#wake();
    const calls = [...this.#listeners].map(async (listener) => listener(value));
    await Promise.all(calls);
  }

  /** Resolves with the next value, or with the present value when no other can come. */
  async next(present: Value): Promise<Value> {
    if (this.#hasEnded || !isAttended()) return present;
    return new Promise((resolve) => {
      const settle = (value: Value): void => {
        stop();
        resolve(value);
      };
      const end = (): void => settle(present);
      const unlisten = this.listen(settle);
      this.#endings.add(end);
      const stop = untilRerun(() => {
        unlisten();
        this.#endings.delete(end);
      });
    });
  }

  async *iterate(present: () => Value): AsyncGenerator<Value> {
    const ending = new AbortController();
    const release = onRerun(() => {
      ending.abort();
      this.#wake();
    });
    try {
      let shown = this.#version;
      yield present();
      while (!this.#hasEnded && !ending.signal.aborted && isAttended()) {
        if (shown === this.#version) {
          const { promise, resolve } = deferred<void>();
          this.#waiting.add(resolve);
          await promise;
          continue;
        }
        shown = this.#version;
        yield present();
      }
    } finally {
      release();
    }
  }

  end(): void {
    this.#hasEnded = true;
    for (const end of this.#endings) end();
    this.#listeners.clear();
    this.#wake();
  }

  #wake(): void {
    for (const wake of this.#waiting) wake();
    this.#waiting.clear();
  }
}

/** True when somebody may move a control: false in a plain script and in headless runs. */
function isAttended(): boolean {
  return ownKernel()?.isAttended === true;
}
