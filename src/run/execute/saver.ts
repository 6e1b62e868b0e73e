import { setTimeout as delay } from "node:timers/promises";

// Of the time, saving takes a fifth at most: a large notebook is not written after every quick cell.
const PAUSE_FACTOR = 4;

/** Saves after each change, in the background: one save at a time, the last change always in the next. */
export class Saver {
  readonly #save: () => Promise<void>;
  readonly #onError: (error: unknown) => void;
  readonly #closed = new AbortController();
  #wanted = false;
  #working: Promise<void> | undefined;

  constructor(save: () => Promise<void>, onError: (error: unknown) => void) {
    this.#save = save;
    this.#onError = onError;
  }

  /** Something has changed. */
  request(): void {
    this.#wanted = true;
    this.#working ??= this.#work();
  }

  /** Ends saving, and saves what has changed last. */
  async close(): Promise<void> {
    this.#closed.abort();
    await this.#working;
    await this.#save();
  }

  async #work(): Promise<void> {
    try {
      while (this.#wanted && !this.#closed.signal.aborted) {
        this.#wanted = false;
        const began = performance.now();
        await this.#save();
        await this.#pause((performance.now() - began) * PAUSE_FACTOR);
      }
    } catch (error) {
      this.#onError(error);
    } finally {
      this.#working = undefined;
    }
  }

  async #pause(milliseconds: number): Promise<void> {
    try {
      await delay(milliseconds, undefined, { signal: this.#closed.signal, ref: false });
    } catch {
      // The run is over.
    }
  }
}
