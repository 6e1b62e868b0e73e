import { setTimeout as delay } from "node:timers/promises";
import type { CodeCell, Output } from "../../notebook/types.ts";
import type { PlannedCell } from "../plan/plan-cells.ts";
import { cellName } from "../cell-numbers.ts";
import {
  CellError,
  CellNotRunError,
  type CellPlace,
  InputRequestedError,
  KernelDeathError,
} from "../errors/cell-errors.ts";
import { CancelledError, CellRestoreError, KernelStartError } from "../errors/notebook-errors.ts";
import { errorOfCell, cellPlace, raisedIn } from "./failures/judge-cell.ts";
import { messageOf, type TsnbError } from "../../util/error.ts";
import { within } from "../../util/within.ts";
import type { NotebookJob, NotebookOutcome } from "./job.ts";
import type { CellPosition } from "../results.ts";
import { OutputsDroppedError, ServerLostError, WebSocketRefusedError } from "../servers/errors.ts";
import { SilenceNotice } from "./silence-notice.ts";
import { displayIdOf } from "../../notebook/outputs/display-id.ts";
import { Saver } from "./outputs/saver.ts";
import type { KernelSession } from "./session/kernel-session.ts";
import type { Reply } from "./session/replies.ts";
import { stopCell } from "./stop-cell.ts";
import { cellLimit, notebookLimit, silenceLimit, startLimit } from "./time-limits.ts";
import { Transcript } from "./outputs/transcript.ts";
import type { Loss } from "../transport/transport.ts";

/** The longest wait, in milliseconds, for a kernel that is no longer needed and still starts, so that it can be ended. */
export const LATE_START_MS = 10_000;
// tslab aborts requests that it receives within 200 ms after an error; see its executor.
const SEND_AGAIN_AFTER_MS = [50, 200, 300, 1000, 2000];

/** Executes a notebook's code cells in order, on its own kernel, until one fails or the run is ended. */
export async function executeNotebook(job: NotebookJob): Promise<NotebookOutcome> {
  const run = new NotebookRun(job);
  const failure = await run.untilEnd();
  const { startSeconds, hasBegun, transcript } = run;
  const cells = transcript.results();
  const cellSeconds = cells.reduce((sum, { seconds }) => sum + seconds, 0);
  return { notebook: transcript.notebook(), cells, failure, hasBegun, startSeconds, cellSeconds };
}

class NotebookRun {
  readonly transcript: Transcript;
  startSeconds = 0;
  /** True when a cell has begun. */
  hasBegun = false;
  readonly #job: NotebookJob;
  // Everything that ends the run early aborts this controller; only the first reason counts.
  readonly #ending = new AbortController();
  readonly #ended: Promise<never>;
  readonly #saver: Saver;
  readonly #silence: SilenceNotice;
  #savedChanges: number | undefined;
  #session: KernelSession | undefined;
  /** The cell that ran last. */
  #place: CellPlace | undefined;
  /** The loss of outputs, which may be found out only after the last cell. */
  #dropped: OutputsDroppedError | undefined;
  #running: CellPosition | undefined;
  /** True when no cell need run, because its outputs are known. */
  #isKnown = false;
  #reply: Promise<Reply | undefined> = Promise.resolve(undefined);

  constructor(job: NotebookJob) {
    this.#job = job;
    this.#silence = new SilenceNotice((seconds) => void this.#tellSilent(seconds), job.isRemote);
    this.transcript = new Transcript(job.notebook, job.cells, {
      limits: job.outputs,
      redactor: job.redactor,
      send: (id, state) => this.#session?.sendState(id, state),
    });
    this.#ended = new Promise((_, reject) => {
      this.#ending.signal.addEventListener("abort", () => reject(this.#ending.signal.reason));
    });
    this.#ended.catch(() => {});
    this.#saver = new Saver(
      () => this.#save(),
      (error) => this.#end(error instanceof Error ? error : new Error(String(error))),
    );
  }

  /** Runs all cells; resolves with the reason when the run ended early, else undefined. */
  async untilEnd(): Promise<unknown> {
    const { signal, file, times } = this.#job;
    const cancel = () => this.#end(new CancelledError(file));
    if (signal?.aborted) cancel();
    signal?.addEventListener("abort", cancel);
    const limit = notebookLimit(file, () => this.#place, times, this.#end);
    let failure: unknown;
    try {
      // Reports a folder that cannot be written to before minutes of work, not after.
      await this.#race(this.#open());
      await this.#start();
      this.#job.onReady();
      if (!this.#isKnown) for (const cell of this.#job.cells) await this.#runCell(cell);
      if (!this.#isKnown) await this.#race(Promise.resolve(this.#job.watch?.ran()));
    } catch (reason) {
      failure = reason;
    }
    clearTimeout(limit);
    this.#silence.end();
    signal?.removeEventListener("abort", cancel);
    for (const last of [() => this.#close(), () => this.#saver.close()]) {
      try {
        await last();
      } catch (reason) {
        // A cell that failed late is among the results.
        if (failure !== undefined && !(reason instanceof CellError)) this.#job.onNotice(messageOf(reason));
        failure ??= reason;
      }
    }
    return failure;
  }

  async #open(): Promise<void> {
    const { open, save } = this.#job;
    await (open ?? save)(this.transcript.notebook());
  }

  /** Saves the notebook if cells have changed it. Writing a large one takes seconds. */
  async #save(): Promise<void> {
    const { changes } = this.transcript;
    if (!this.hasBegun || this.#savedChanges === changes) return;
    await this.#job.save(this.transcript.notebook());
    this.#savedChanges = changes;
  }

  readonly #end = (reason: Error): void => {
    this.#ending.abort(reason);
  };

  #race<T>(step: Promise<T>): Promise<T> {
    return Promise.race([step, this.#ended]);
  }

  async #start(): Promise<void> {
    const { kernel, times, queue } = this.#job;
    const began = performance.now();
    let limit: NodeJS.Timeout | undefined;
    const limited = (): void => {
      clearTimeout(limit);
      limit = queue?.isWaiting ? undefined : startLimit(kernel, times, (reason) => this.#end(reason));
    };
    if (queue !== undefined) queue.onChange = limited;
    limited();
    try {
      const session = await this.#race(this.#job.session);
      this.#session = session;
      session.onOutput = (message) => {
        this.#silence.heard();
        if (displayIdOf(message.content) !== undefined) this.#job.state?.stop("later cells may change its output");
        const cell = this.transcript.take(message);
        if (cell !== undefined) this.#job.onOutput(cell, message);
      };
      void session.died.then((loss) => this.#lose(loss));
      this.transcript.speaks(await this.#race(session.ready));
      this.#isKnown = await this.#race(this.#job.watch?.isKnown(session) ?? Promise.resolve(false));
    } finally {
      if (queue !== undefined) queue.onChange = () => {};
      clearTimeout(limit);
      this.startSeconds = (performance.now() - began) / 1000;
    }
  }

  #lose({ kind, reason, fix, mayRun }: Loss): void {
    const { kernel, redactor } = this.#job;
    const said = redactor.text(reason);
    if (kind === "access") this.#end(new WebSocketRefusedError(this.#job.file, said, fix));
    else if (kind === "server") this.#end(new ServerLostError(this.#job.file, this.#place, said, mayRun));
    else if (this.#place === undefined) this.#end(new KernelStartError(kernel, said));
    else if (kind === "outputs") {
      this.#dropped = new OutputsDroppedError(this.#place, said, fix);
      this.#end(this.#dropped);
    } else this.#end(new KernelDeathError(this.#place, said, fix));
  }

  async #tellSilent(seconds: number): Promise<void> {
    // A server that does not answer now may do so later.
    const reason = await this.#session?.lost().catch(() => undefined);
    if (this.#ending.signal.aborted) return;
    if (reason !== undefined) return this.#lose({ kind: "kernel", reason });
    const { times, onSilent, isRemote = false } = this.#job;
    const limit = silenceLimit(times, this.#running !== undefined);
    const state = this.#session?.state ?? "starting";
    onSilent({ cell: this.#running, seconds, state, limit, ...(isRemote && { isRemote }) });
  }

  async #runCell(planned: PlannedCell): Promise<void> {
    const { index, action } = planned;
    if (action === "skip") {
      this.#job.onCellFinished(this.transcript.resultOf(planned));
      return;
    }
    if (!this.hasBegun) {
      this.#ending.signal.throwIfAborted();
      this.hasBegun = true;
      // If this run is killed, one with `resume` would take the outputs of an earlier run for those of this one.
      if (this.#job.keepsOutputs === true) await this.#save();
    }
    const kept = this.#job.state?.kept;
    const cell = kept?.cells.get(index);
    if (kept !== undefined && cell !== undefined) return this.#restoreCell(planned, cell, kept.file);
    const place = cellPlace(planned, this.#job.file);
    this.#place = place;
    this.#running = this.transcript.positionOf(index);
    this.#silence.heard();
    this.#job.onCellStarted(this.#running);
    const began = performance.now();
    const limit = cellLimit(place, this.#job.times, this.#end);
    try {
      this.#settle(planned, await this.#execute(index, place));
      this.transcript.end(index, { status: "passed" });
    } catch (reason) {
      // An interrupted cell may still report its outputs and execution count.
      if (this.#ending.signal.aborted) await this.#stop(index);
      this.transcript.failed(planned, reason);
      throw reason;
    } finally {
      clearTimeout(limit);
      this.transcript.end(index, { seconds: (performance.now() - began) / 1000 });
      this.#job.onCellFinished(this.transcript.resultOf(planned));
    }
    if (this.#session !== undefined) {
      await this.#race(Promise.resolve(this.#job.state?.keep(this.#session, this.transcript.resultOf(planned))));
    }
    this.#saver.request();
  }

  async #restoreCell(planned: PlannedCell, cell: CodeCell, file: string): Promise<void> {
    const session = this.#session;
    if (session === undefined) throw new TypeError("the kernel was not started");
    const place = cellPlace(planned, this.#job.file);
    if (!(await this.#race(session.restore(place.source, file)))) {
      throw new CellRestoreError(this.#job.file, cellName(place.cell));
    }
    this.transcript.restore(planned.index, cell);
    this.#job.onCellFinished(this.transcript.resultOf(planned));
    await this.#job.state?.keep(session, this.transcript.resultOf(planned));
  }

  async #execute(index: number, place: CellPlace): Promise<Reply | undefined> {
    const session = this.#session;
    const { redactor, asksForCheck } = this.#job;
    if (session === undefined) throw new TypeError("the kernel was not started");
    for (const pause of [...SEND_AGAIN_AFTER_MS, undefined]) {
      const { request, reply, question } = session.execute(place.source, asksForCheck);
      this.#reply = reply;
      this.transcript.request(index, request);
      void question.then((prompt) => this.#end(new InputRequestedError(place, redactor.text(prompt))));
      const replied = await this.#race(reply);
      if (!replied?.aborted) return replied;
      if (pause !== undefined) await this.#race(delay(pause));
    }
    throw new CellNotRunError(place);
  }

  #settle(planned: PlannedCell, reply: Reply | undefined): void {
    const { index } = planned;
    this.transcript.end(index, { executionCount: reply?.executionCount ?? null });
    const error = errorOfCell(planned, reply, this.transcript.outputsOf(index), this.#job);
    if (error !== undefined) throw error;
    if (!reply?.ok) this.transcript.allowed(planned);
  }

  async #close(): Promise<void> {
    // A server may take minutes to start a kernel that is no longer needed; it is ended once it has started.
    const closed = this.#job.session.then(
      (session) => session.close(),
      () => {},
    );
    closed.catch(() => this.transcript.lost());
    if (this.#session === undefined) {
      this.#job.giveUp?.();
      await within(LATE_START_MS, closed);
    } else await closed;
    // Work that a cell left running may have failed, or its outputs were lost, while later cells ran or the kernel ended.
    let first: TsnbError | undefined;
    for (const planned of this.#job.cells) {
      const { status, outputs } = this.transcript.resultOf(planned);
      const error = status === "passed" ? this.#lateErrorOf(planned, outputs) : undefined;
      if (error === undefined) continue;
      this.transcript.failed(planned, error);
      first ??= error;
    }
    if (first !== undefined) throw first;
  }

  #lateErrorOf(planned: PlannedCell, outputs: readonly Output[]): CellError | undefined {
    const dropped = this.#dropped?.place.cell === planned.number ? this.#dropped : undefined;
    return raisedIn(planned, outputs, this.#job) ?? dropped;
  }

  async #stop(index: number): Promise<void> {
    const last = this.#session && (await stopCell(this.#session, this.#reply));
    if (last) this.transcript.end(index, { executionCount: last.executionCount });
  }
}
