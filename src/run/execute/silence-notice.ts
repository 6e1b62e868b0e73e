const FIRST_MS = 60_000;
// A server may take minutes to start a kernel, and nothing else shows the wait.
const FIRST_OF_SERVER_MS = 20_000;

/** Reports that a kernel has been silent for one minute, then for two, four, and so on. */
export class SilenceNotice {
  readonly #onSilent: (seconds: number) => void;
  #heardAt = performance.now();
  #wait: number;
  #timer: NodeJS.Timeout;

  /**
   * @param onSilent called with the seconds of silence.
   * @param isRemote true when a server starts the kernel: until its first message, reports begin after 20 s.
   */
  constructor(onSilent: (seconds: number) => void, isRemote = false) {
    this.#onSilent = onSilent;
    this.#wait = isRemote ? FIRST_OF_SERVER_MS : FIRST_MS;
    this.#timer = this.#after(this.#wait);
  }

  /** Called for each message, so it does not reset the timer. */
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
