import { setTimeout as delay } from "node:timers/promises";
import type { CodeCell, Notebook } from "../notebook/types.ts";
import {
  CancelledError,
  CellError,
  CellFailedError,
  type CellPlace,
  CellTimeoutError,
  KernelDeathError,
  KernelStartError,
  OutputsIncompleteError,
} from "./errors.ts";
import { failureOf, hasError, mayFail } from "./failure.ts";
import type { CellPosition, CellResult } from "./results.ts";
import { type Reply, Session } from "./session.ts";
import { Transcript } from "./transcript.ts";
import type { StartRequest, Transport } from "./transport/transport.ts";

/** A notebook to execute and everything that decides how. Times are in seconds, 0 for no limit. */
export type Job = {
  readonly file: string;
  readonly notebook: Notebook;
  readonly kernel: StartRequest;
  readonly transport: Transport;
  readonly timeout: number;
  readonly startupTimeout: number;
  readonly signal: AbortSignal | undefined;
  readonly onCellStarted: (cell: CellPosition) => void;
  readonly onCellFinished: (cell: CellResult) => void;
  /** Keeps the notebook with the outputs so far. */
  readonly save: (notebook: Notebook) => Promise<void>;
};

/** What came of a job. Times are in seconds. */
export type Outcome = {
  readonly notebook: Notebook;
  readonly cells: readonly CellResult[];
  /** Why it ended before the last cell, or which cell failed after it had ended; absent when all ran well. */
  readonly failure: unknown;
  readonly startSeconds: number;
  readonly cellSeconds: number;
};

const INTERRUPT_GRACE_MS = 2000;
const SAVE_EVERY_MS = 2000;
// Node.js fires a longer timer at once.
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Executes a notebook's code cells in order, on a kernel of its own, until one fails or the run is ended. */
export async function executeNotebook(job: Job): Promise<Outcome> {
  const run = new NotebookRun(job);
  const failure = await run.untilEnd();
  const { startSeconds, transcript } = run;
  const cells = transcript.results();
  const cellSeconds = cells.reduce((sum, { seconds }) => sum + seconds, 0);
  return { notebook: transcript.notebook(), cells, failure, startSeconds, cellSeconds };
}

class NotebookRun {
  readonly transcript: Transcript;
  startSeconds = 0;
  readonly #job: Job;
  // Whatever ends the run early aborts this one controller; the first reason stays.
  readonly #ending = new AbortController();
  readonly #ended: Promise<never>;
  #place: CellPlace | undefined;
  #savedAt = performance.now();
  #saving = Promise.resolve();

  constructor(job: Job) {
    this.#job = job;
    this.transcript = new Transcript(job.notebook);
    this.#ended = new Promise((_, reject) => {
      this.#ending.signal.addEventListener("abort", () => reject(this.#ending.signal.reason));
    });
    this.#ended.catch(() => {});
  }

  /** Runs everything; resolves with the reason when it ended early. */
  async untilEnd(): Promise<unknown> {
    const { signal, file } = this.#job;
    const cancel = () => this.#end(new CancelledError(file));
    if (signal?.aborted) cancel();
    signal?.addEventListener("abort", cancel);
    let session: Session | undefined;
    let failure: unknown;
    try {
      // A folder that cannot be written to shows before minutes of work, not after.
      await this.#race(this.#save());
      session = await this.#start();
      for (const [index, cell] of this.transcript.codeCells) await this.#runCell(session, index, cell);
    } catch (reason) {
      failure = reason;
    }
    signal?.removeEventListener("abort", cancel);
    for (const last of [() => this.#close(session), () => this.#saving, () => this.#save()]) {
      try {
        await last();
      } catch (reason) {
        failure ??= reason;
      }
    }
    return failure;
  }

  #end(reason: Error): void {
    this.#ending.abort(reason);
  }

  #race<T>(step: Promise<T>): Promise<T> {
    return Promise.race([step, this.#ended]);
  }

  async #start(): Promise<Session> {
    const { transport, kernel, startupTimeout } = this.#job;
    const began = performance.now();
    const session = await Session.start(transport, kernel, (request, type, content) => {
      this.transcript.take(request, type, content);
    });
    const limit = this.#limit(startupTimeout, () => {
      return new KernelStartError(kernel.name, `it did not answer within ${startupTimeout} s`);
    });
    void session.died.then((reason) => this.#end(this.#deathError(reason)));
    try {
      this.transcript.language = await this.#race(session.ready);
    } catch (error) {
      await session.close();
      throw error;
    } finally {
      clearTimeout(limit);
      this.startSeconds = (performance.now() - began) / 1000;
    }
    return session;
  }

  #deathError(reason: string): Error {
    return this.#place
      ? new KernelDeathError(this.#place, reason)
      : new KernelStartError(this.#job.kernel.name, reason);
  }

  async #runCell(session: Session, index: number, cell: CodeCell): Promise<void> {
    const place = this.#placeOf(index, cell);
    this.#place = place;
    this.#job.onCellStarted(this.transcript.positionOf(index));
    const began = performance.now();
    const { request, reply } = session.execute(cell.source);
    this.transcript.request(index, request);
    const seconds = this.#job.timeout;
    const limit = this.#limit(seconds, () => new CellTimeoutError(place, seconds));
    try {
      this.#settle(place, cell, await this.#race(reply));
      this.transcript.end(index, { status: "passed" });
    } catch (reason) {
      // A cell that was stopped may still say how far it got.
      if (this.#ending.signal.aborted) await this.#stop(session, reply, index);
      this.transcript.end(index, { status: "failed", ...(reason instanceof CellError ? { error: reason } : {}) });
      throw reason;
    } finally {
      clearTimeout(limit);
      this.transcript.end(index, { seconds: (performance.now() - began) / 1000 });
      this.#job.onCellFinished(this.transcript.resultOf(index, cell));
    }
    this.#saveNowAndThen();
  }

  #settle(place: CellPlace, cell: CodeCell, reply: Reply | undefined): void {
    const index = place.cell - 1;
    this.transcript.close(index);
    this.transcript.end(index, { executionCount: reply?.executionCount ?? null });
    if (reply === undefined) throw new OutputsIncompleteError(place);
    // Kernels reply "ok", too, when it was a timer or a promise of the cell that failed.
    const hasFailed = !reply.ok || hasError(this.transcript.outputsOf(index));
    if (hasFailed && !mayFail(cell)) throw this.#cellFailed(place, reply.error);
  }

  #cellFailed(place: CellPlace, replied: string | undefined): CellFailedError {
    const { summary, details } = failureOf(replied, this.transcript.outputsOf(place.cell - 1));
    return new CellFailedError(place, summary, details);
  }

  #placeOf(index: number, { source }: CodeCell): CellPlace {
    return { file: this.#job.file, cell: index + 1, source };
  }

  async #close(session: Session | undefined): Promise<void> {
    await session?.close();
    // What a cell has left running may have failed while later cells ran or the kernel ended.
    for (const [index, cell] of this.transcript.codeCells) {
      const { status, outputs } = this.transcript.resultOf(index, cell);
      if (status !== "passed" || mayFail(cell) || !hasError(outputs)) continue;
      const error = this.#cellFailed(this.#placeOf(index, cell), undefined);
      this.transcript.end(index, { status: "failed", error });
      throw error;
    }
  }

  async #stop(session: Session, reply: Promise<Reply | undefined>, index: number): Promise<void> {
    const stopped = session.interrupt().then(() => reply);
    const givenUp = delay(INTERRUPT_GRACE_MS, undefined, { ref: false });
    const last = await Promise.race([stopped, session.died.then(() => undefined), givenUp]);
    this.transcript.close(index);
    if (last) this.transcript.end(index, { executionCount: last.executionCount });
  }

  #limit(seconds: number, reason: () => Error): NodeJS.Timeout | undefined {
    const milliseconds = Math.min(seconds * 1000, LONGEST_TIMER_MS);
    return seconds === 0 ? undefined : setTimeout(() => this.#end(reason()), milliseconds);
  }

  #save(): Promise<void> {
    return this.#job.save(this.transcript.notebook());
  }

  #saveNowAndThen(): void {
    if (performance.now() - this.#savedAt < SAVE_EVERY_MS) return;
    this.#savedAt = performance.now();
    this.#saving = this.#saving
      .then(() => this.#save())
      .catch((error: unknown) => this.#end(error instanceof Error ? error : new Error(String(error))));
  }
}
