import { setTimeout as delay } from "node:timers/promises";
import type { JsonObject } from "../jupyter/json.ts";
import { Outputs } from "../notebook/outputs.ts";
import type { CodeCell, Notebook } from "../notebook/types.ts";
import {
  CancelledError,
  CellFailedError,
  type CellPlace,
  CellTimeoutError,
  KernelDeathError,
  KernelStartError,
  OutputsIncompleteError,
} from "./errors.ts";
import { failureOf, hasError, mayFail } from "./failure.ts";
import { type Reply, Session } from "./session.ts";
import type { StartRequest, Transport } from "./transport/transport.ts";

/** A notebook to execute and everything that decides how. Times are in seconds, 0 for no limit. */
export type Job = {
  readonly file: string;
  readonly notebook: Notebook;
  readonly kernel: StartRequest;
  readonly transport: Transport;
  readonly cellTimeout: number;
  readonly startTimeout: number;
  readonly signal: AbortSignal | undefined;
  /** Called before a cell runs; cells are counted from 0. */
  readonly onCell: (cell: number) => void;
  /** Keeps the notebook with the outputs so far. */
  readonly save: (notebook: Notebook) => Promise<void>;
};

/** What came of a job. Times are in seconds. */
export type Outcome = {
  readonly notebook: Notebook;
  /** Why it ended before the last cell, or which cell failed after it had ended; absent when all ran well. */
  readonly failure: unknown;
  readonly cellsRun: number;
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
  return { notebook: run.notebook(), failure, ...run.measured };
}

class NotebookRun {
  readonly measured = { cellsRun: 0, startSeconds: 0, cellSeconds: 0 };
  readonly #job: Job;
  readonly #outputs = new Outputs();
  readonly #counts = new Map<number, number | null>();
  readonly #cellOfRequest = new Map<string, number>();
  // Whatever ends the run early aborts this one controller; the first reason stays.
  readonly #ending = new AbortController();
  readonly #ended: Promise<never>;
  #language: JsonObject | undefined;
  #place: CellPlace | undefined;
  #savedAt = performance.now();
  #saving = Promise.resolve();

  constructor(job: Job) {
    this.#job = job;
    this.#ended = new Promise((_, reject) => {
      this.#ending.signal.addEventListener("abort", () => reject(this.#ending.signal.reason));
    });
    this.#ended.catch(() => {});
  }

  /** The notebook with the outputs so far; cells that have not run have none. */
  notebook(): Notebook {
    const { notebook } = this.#job;
    const cells = notebook.cells.map((cell, index) =>
      cell.cell_type === "code"
        ? { ...cell, outputs: this.#outputs.of(index), execution_count: this.#counts.get(index) ?? null }
        : cell,
    );
    const metadata = this.#language ? { ...notebook.metadata, language_info: this.#language } : notebook.metadata;
    return { ...notebook, metadata, cells };
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
      await this.#race(this.#job.save(this.notebook()));
      session = await this.#start();
      for (const [index, cell] of this.#job.notebook.cells.entries()) {
        if (cell.cell_type === "code" && cell.source.trim() !== "") await this.#runCell(session, index, cell);
      }
    } catch (reason) {
      failure = reason;
    }
    signal?.removeEventListener("abort", cancel);
    for (const last of [() => this.#close(session), () => this.#saving, () => this.#job.save(this.notebook())]) {
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
    const { transport, kernel, startTimeout } = this.#job;
    const began = performance.now();
    const session = await Session.start(transport, kernel, (request, type, content) => {
      const cell = this.#cellOfRequest.get(request);
      if (cell !== undefined) this.#outputs.apply(cell, type, content);
    });
    const limit = this.#limit(startTimeout, () => {
      return new KernelStartError(kernel.name, `it did not answer within ${startTimeout} s`);
    });
    void session.died.then((reason) => this.#end(this.#deathError(reason)));
    try {
      this.#language = await this.#race(session.ready);
    } catch (error) {
      await session.close();
      throw error;
    } finally {
      clearTimeout(limit);
      this.measured.startSeconds = (performance.now() - began) / 1000;
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
    this.#job.onCell(index);
    const began = performance.now();
    const { request, reply } = session.execute(cell.source);
    this.#cellOfRequest.set(request, index);
    const seconds = this.#job.cellTimeout;
    const limit = this.#limit(seconds, () => new CellTimeoutError(place, seconds));
    try {
      this.#settle(place, cell, await this.#race(reply));
    } catch (reason) {
      // A cell that was stopped may still say how far it got.
      if (this.#ending.signal.aborted) await this.#stop(session, reply, index);
      throw reason;
    } finally {
      clearTimeout(limit);
      this.measured.cellsRun += 1;
      this.measured.cellSeconds += (performance.now() - began) / 1000;
    }
    this.#saveNowAndThen();
  }

  #settle(place: CellPlace, cell: CodeCell, reply: Reply | undefined): void {
    const index = place.cell - 1;
    this.#outputs.finish(index);
    this.#counts.set(index, reply?.executionCount ?? null);
    if (reply === undefined) throw new OutputsIncompleteError(place);
    // Kernels reply "ok", too, when it was a timer or a promise of the cell that failed.
    const hasFailed = !reply.ok || hasError(this.#outputs.of(index));
    if (hasFailed && !mayFail(cell)) throw this.#cellFailed(place, reply.error);
  }

  #cellFailed(place: CellPlace, replied: string | undefined): CellFailedError {
    const { summary, details } = failureOf(replied, this.#outputs.of(place.cell - 1));
    return new CellFailedError(place, summary, details);
  }

  #placeOf(index: number, { source }: CodeCell): CellPlace {
    return { file: this.#job.file, cell: index + 1, source };
  }

  async #close(session: Session | undefined): Promise<void> {
    await session?.close();
    // What a cell has left running may have failed while later cells ran or the kernel ended.
    for (const [index, cell] of this.#job.notebook.cells.entries()) {
      if (cell.cell_type !== "code" || mayFail(cell) || !hasError(this.#outputs.of(index))) continue;
      throw this.#cellFailed(this.#placeOf(index, cell), undefined);
    }
  }

  async #stop(session: Session, reply: Promise<Reply | undefined>, index: number): Promise<void> {
    const stopped = session.interrupt().then(() => reply);
    const givenUp = delay(INTERRUPT_GRACE_MS, undefined, { ref: false });
    const last = await Promise.race([stopped, session.died.then(() => undefined), givenUp]);
    this.#outputs.finish(index);
    if (last) this.#counts.set(index, last.executionCount);
  }

  #limit(seconds: number, reason: () => Error): NodeJS.Timeout | undefined {
    const milliseconds = Math.min(seconds * 1000, LONGEST_TIMER_MS);
    return seconds === 0 ? undefined : setTimeout(() => this.#end(reason()), milliseconds);
  }

  #saveNowAndThen(): void {
    if (performance.now() - this.#savedAt < SAVE_EVERY_MS) return;
    this.#savedAt = performance.now();
    this.#saving = this.#saving
      .then(() => this.#job.save(this.notebook()))
      .catch((error: unknown) => this.#end(error instanceof Error ? error : new Error(String(error))));
  }
}
