/** Work that must wait for its turn. */
export type Job = {
  /** Does it; resolves to whether what waits behind should still be done. */
  readonly run: () => Promise<"continue" | "stop">;
  /** Answers for it when it will not be done; without it, the job is done in any case. */
  readonly abort?: () => void;
};

/** One job after the other. After a job that says stop, those that wait are aborted. */
export class RequestQueue {
  #jobs: Job[] = [];
  #marked: number | undefined;
  #busy = false;

  /** Whether a new job would have to wait. */
  get length(): number {
    return this.#jobs.length + (this.#busy ? 1 : 0);
  }

  add(job: Job): void {
    this.#jobs.push(job);
    if (!this.#busy) void this.#work();
  }

  /** Remembers what waits: when the running job says stop, what is added from now on is done all the same. */
  mark(): void {
    this.#marked = this.#jobs.length;
  }

  async #work(): Promise<void> {
    this.#busy = true;
    for (let job = this.#jobs.shift(); job !== undefined; job = this.#jobs.shift()) {
      if ((await job.run()) === "stop") this.#abort();
      this.#marked = undefined;
    }
    this.#busy = false;
  }

  #abort(): void {
    const waiting = this.#jobs.slice(0, this.#marked);
    const later = this.#jobs.slice(waiting.length);
    this.#jobs = [...waiting.filter((job) => job.abort === undefined), ...later];
    for (const job of waiting) job.abort?.();
  }
}
