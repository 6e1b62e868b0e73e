import { setTimeout as delay } from "node:timers/promises";

// Saving takes at most a fifth of the time: a large notebook is not written after every quick cell.
const PAUSE_FACTOR = 4;

/** Saves in the background after changes: one save at a time, and the next one includes the latest change. */
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

  /** Requests a save, because something has changed. */
  request(): void {
    this.#wanted = true;
    this.#working ??= this.#work();
  }

  /** Ends background saving, and saves once more. */
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
      // `close` was called.
    }
  }
}
