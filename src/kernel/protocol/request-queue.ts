/** A request that waits for its turn. */
export type QueuedRequest = {
  /** Runs the job; "stop" aborts the waiting jobs. */
  readonly run: () => Promise<"continue" | "stop">;
  /** Replies that the job was aborted. A job without this function always runs. */
  readonly abort?: () => void;
};

/** Runs one job at a time. After a job that returns "stop", the waiting jobs are aborted. */
export class RequestQueue {
  #jobs: QueuedRequest[] = [];
  #marked: number | undefined;
  #busy = false;

  /** The number of jobs, including the running one. */
  get length(): number {
    return this.#jobs.length + (this.#busy ? 1 : 0);
  }

  add(job: QueuedRequest): void {
    this.#jobs.push(job);
    if (!this.#busy) void this.#work();
  }

  /** Marks the end of the queue: jobs added from now on run even if the running job returns "stop". */
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
