const FIRST_MS = 60_000;

/** Tells that something has been silent for a minute, then for two, four, and so on. */
export class SilenceNotice {
  readonly #onSilent: (seconds: number) => void;
  #heardAt = performance.now();
  #wait = FIRST_MS;
  #timer: NodeJS.Timeout;

  /** @param onSilent called with how many seconds it has been silent. */
  constructor(onSilent: (seconds: number) => void) {
    this.#onSilent = onSilent;
    this.#timer = this.#after(FIRST_MS);
  }

  /** It is not silent. Called for each message: no timer is set anew. */
  heard(): void {
    this.#heardAt = performance.now();
    this.#wait = FIRST_MS;
  }

  end(): void {
    clearTimeout(this.#timer);
  }

  #look(): void {
    const silent = performance.now() - this.#heardAt;
    // Timers may fire a little early.
    if (silent >= this.#wait - 1) {
      this.#onSilent(Math.round(silent / 1000));
      this.#wait *= 2;
    }
    this.#timer = this.#after(this.#heardAt + this.#wait - performance.now());
  }

  #after(milliseconds: number): NodeJS.Timeout {
    return setTimeout(() => this.#look(), milliseconds);
  }
}
