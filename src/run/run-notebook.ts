import { dirname, join } from "node:path";
import type { Notebook } from "../notebook/types.ts";
import { packageRoot } from "../util/package-root.ts";
import { packageVersion } from "../util/package-version.ts";
import { within } from "../util/within.ts";
import type { Comparison } from "../notebook/compare/differences.ts";
import { answerOfCache, cacheOnServer, keptNotice } from "./cache/answer-of-cache.ts";
import type { CacheAnswer } from "./cache/notebook-cache.ts";
import type { ServerCache } from "./cache/on-server/server-cache.ts";
import { forgetRanCode, keepRanCode } from "./plan/code-of-last-run.ts";
import type { PlannedCell } from "./plan/plan-cells.ts";
import { comparedOf, comparing, isDifferent } from "./outcome/compare-outputs.ts";
import { CancelledError, CellRestoreError } from "./errors/notebook-errors.ts";
import { plainValues, type ParameterValues } from "./parameters/values.ts";
import { executeAgain } from "./execute/execute-again.ts";
import { executeNotebook, LATE_START_MS } from "./execute/execute-notebook.ts";
import { type NotebookJob, Queue } from "./execute/job.ts";
import { OutputEvents } from "./execute/outputs/output-events.ts";
import type { Planned } from "./plan/plan-notebooks.ts";
import type { RunContext } from "./run-context.ts";
import { isCheckedByRun, isClean } from "./type-check/is-checked.ts";
import { readyNotebook } from "./plan/ready-notebook.ts";
import { endingOf } from "./ending-of.ts";
import { startupSeconds } from "./options/startup-seconds.ts";
import { withRunMetadata } from "./outcome/run-metadata.ts";
import { repetitionError } from "./outcome/repetition.ts";
import type { CellResult, NotebookResult } from "./results.ts";
import { ServerLostError } from "./servers/errors.ts";
import { missingHelper } from "./execute/failures/missing-helper.ts";
import { outputLimits } from "./options/output-limits.ts";
import { KernelSession } from "./execute/session/kernel-session.ts";
import { Target } from "./outcome/target-file.ts";
import { takeCached } from "./take-cached.ts";
import { skippedResult } from "./execute/outputs/transcript.ts";

const SEED_NOTICE =
  "the clock and random numbers are fixed only if the server passes TSNB_SEED on to its kernels, as gateways may";

/** The most times that a notebook starts again after its server was lost. */
const MOST_RETURNS = 2;

const VERSION = packageVersion(join(packageRoot(), "package.json"));

/** A notebook that was read, and its kernel, which is starting. */
type Prepared = {
  readonly notebook: Notebook;
  /** The number of cells in the file. */
  readonly count: number;
  readonly numbers: readonly (number | undefined)[];
  readonly cells: readonly PlannedCell[];
  /** The ids of the cells that keep the outputs of an earlier run. */
  readonly kept: ReadonlySet<string>;
  readonly kernel: string;
  readonly parameters: ParameterValues;
  /** Compares the new outputs with the stored ones; undefined when no comparison was asked for. */
  readonly compare: Awaited<ReturnType<typeof comparing>> | undefined;
  /** The cache's answer; undefined when the cache is not used, and on a server. */
  readonly cache: CacheAnswer | undefined;
  /** The cache, which asks the kernel, on a server; undefined when it is not used. */
  readonly watch: ServerCache | undefined;
  /** Variables for the kernel. */
  readonly env: Readonly<Record<string, string>>;
  readonly target: Target;
  /** Undefined when all cells are skipped, or all outputs come from the cache. */
  readonly session: Promise<KernelSession> | undefined;
};

/** The run of one notebook. */
export class NotebookTask {
  readonly #plan: Planned;
  readonly #context: RunContext;
  readonly #notices: string[] = [];
  #prepared: Promise<Prepared> | undefined;
  #seed: number | undefined;
  /** True when the kernel checks the types of cells only when it is asked to. */
  #isCheckedByRun = false;
  readonly #queue = new Queue();
  /** Ends the wait for the kernel that was asked for last. */
  #waiting = new AbortController();

  constructor(plan: Planned, context: RunContext) {
    this.#plan = plan;
    this.#context = context;
  }

  /** Reads the notebook and starts its kernel, so that it is ready when its turn comes. */
  prepare(): void {
    this.#prepared ??= this.#prepare();
    // `run` reports the error.
    this.#prepared.catch(() => {});
  }

  /** Ends the kernel that was started ahead, if the notebook never ran. */
  async drop(): Promise<void> {
    const prepared = await this.#prepared?.catch(() => undefined);
    this.#waiting.abort();
    const closed = prepared?.session?.then((session) => session.close());
    await within(LATE_START_MS, closed?.catch(() => {}) ?? Promise.resolve());
  }

  /**
   * Reads, executes and writes the notebook. Errors of the notebook are in the result, not thrown.
   *
   * @param onReady called when the kernel has been started and the cells begin.
   */
  async run(onReady: () => void): Promise<NotebookResult> {
    const { settings, signal, onEvent } = this.#context;
    const { label, source, target: file } = this.#plan;
    const began = performance.now();
    const seconds = () => (performance.now() - began) / 1000;
    const base = { label, source, target: file, cells: [], startSeconds: 0, cellSeconds: 0, comparison: undefined };
    const rest = { notebook: undefined, notices: this.#notices };
    let preparing: Promise<Prepared> | undefined;
    try {
      if (signal.aborted) throw new CancelledError(label);
      preparing = this.#prepared ?? this.#prepare();
      this.#prepared = undefined;
      const { notebook: before, cells, kept, kernel, target, ...more } = await preparing;
      const { session, compare, cache, watch, env, ...prepared } = more;
      for (const text of this.#notices) onEvent({ type: "notice", label, text });
      const onCell = (cell: CellResult): void => onEvent({ type: "cell-finished", label, cell });
      const take = async (hit: NonNullable<CacheAnswer["hit"]>): Promise<NotebookResult> => {
        const taken = await takeCached(hit, { notebook: before, kept, target, compare }, onCell);
        const status = this.#statusOf(taken.comparison);
        return { ...base, ...rest, ...taken, status, error: undefined, seconds: seconds() };
      };
      if (cache?.hit !== undefined) return await take(cache.hit);
      if (session === undefined) {
        await target.writeOnce(before);
        const skipped = cells.map((cell) => skippedResult(before, cell));
        const ended = { notebook: before, cells: skipped };
        const comparison = kept.size > 0 ? await compare?.(comparedOf(before, ended, kept)) : undefined;
        const status = this.#statusOf(comparison);
        return { ...base, ...rest, ...ended, status, error: undefined, comparison, seconds: seconds() };
      }
      const starts = new Map<number, Date>();
      const started = new Date();
      const { redactor, transport } = this.#context;
      const isRemote = transport.isRemote === true;
      const outputs = new OutputEvents(redactor, (event) => onEvent({ ...event, label }));
      const job: Omit<NotebookJob, "session" | "save"> = {
        file: label,
        notebook: before,
        cells,
        kernel,
        times: { cell: settings.timeout, notebook: settings.notebookTimeout, startup: this.#startupSeconds },
        outputs: outputLimits(settings),
        errors: { allowErrors: settings.allowErrors, strictRaises: settings.strictRaises },
        redactor,
        queue: this.#queue,
        giveUp: () => this.#waiting.abort(),
        isRemote,
        explain: isRemote ? missingHelper(dirname(source), settings.sync) : undefined,
        // The kernel starts meanwhile.
        asksForCheck: this.#isCheckedByRun && !(await isClean(this.#plan, this.#context)),
        signal,
        onReady,
        onCellStarted: (cell) => {
          starts.set(cell.index, new Date());
          onEvent({ type: "cell-started", label, cell, of: prepared.count });
        },
        onCellFinished: (cell) => {
          outputs.end(cell.index);
          onEvent({ type: "cell-finished", label, cell });
        },
        onSilent: (silent) => onEvent({ type: "silent", label, ...silent }),
        onNotice: (text) => this.#notice(text),
        onOutput: (index, message) => outputs.take(index, message),
      };
      const state = cache?.miss?.cells;
      if (state?.kept !== undefined) this.#notice(keptNotice(state.kept.cells.size));
      const saving = {
        open: target.open.bind(target),
        keepsOutputs: target.isItself,
        save: target.write.bind(target),
      };
      let ended = await executeNotebook({ ...job, session, state, watch, ...saving });
      if (ended.failure instanceof CellRestoreError) {
        this.#notice(`the cells could not be restored; the whole notebook runs (${ended.failure.message})`);
        state?.reject();
        ended = await executeNotebook({ ...job, session: this.#startKernel(kernel, env), state, ...saving });
      }
      for (let returned = 0; returned < MOST_RETURNS; returned++) {
        if (!(ended.failure instanceof ServerLostError) || ended.failure.mayRun) break;
        this.#notice(`it starts again, on another server if there is one (${ended.failure.message})`);
        ended = await executeAgain(ended, { ...job, session: this.#startKernel(kernel, env), state, watch, ...saving });
      }
      const known = watch?.answer?.hit;
      if (known !== undefined && ended.failure === undefined) return await take(known);
      const { failure, hasBegun, ...outcome } = ended;
      if (state?.notice !== undefined) this.#notice(state.notice);
      if (settings.record && (hasBegun || !target.isItself)) {
        const times = {
          parameters: plainValues(prepared.parameters),
          seed: this.#seed,
          started,
          ended: new Date(),
          cellStarts: starts,
        };
        await target.write(withRunMetadata(outcome.notebook, outcome.cells, { version: VERSION, ...times }));
      }
      const { changed } = target;
      if (changed !== undefined) await forgetRanCode(this.#plan.target);
      if (failure !== undefined && changed !== undefined) this.#notice(changed.message);
      const ending = failure ?? changed;
      if (ending !== undefined) {
        return { ...base, ...rest, ...outcome, ...endingOf(ending, redactor), target: target.file, seconds: seconds() };
      }
      const unlike = settings.verify ? await this.#repeat(job, outcome.notebook, { ...prepared, env }) : undefined;
      if (unlike !== undefined)
        return { ...base, ...rest, ...outcome, ...endingOf(unlike, redactor), seconds: seconds() };
      const notKept = await (cache ?? watch?.answer)?.miss?.keep(outcome, seconds() + (state?.kept?.seconds ?? 0));
      if (notKept !== undefined) this.#notice(notKept);
      const comparison = await compare?.(comparedOf(before, outcome, kept));
      const status = this.#statusOf(comparison);
      return { ...base, ...rest, ...outcome, status, error: undefined, comparison, seconds: seconds() };
    } catch (thrown) {
      return { ...base, ...rest, ...endingOf(thrown, this.#context.redactor), seconds: seconds() };
    } finally {
      await preparing?.then(({ cache }) => cache?.miss?.close()).catch(() => {});
    }
  }

  #statusOf(comparison: Comparison | undefined): NotebookResult["status"] {
    return isDifferent(comparison) && !this.#context.settings.update ? "different" : "passed";
  }

  get #startupSeconds(): number {
    const { settings, transport } = this.#context;
    return startupSeconds(settings, transport.isRemote === true);
  }

  /** Reports something that came up during the run. */
  #notice(text: string): void {
    // A server may repeat what it was sent.
    const shown = this.#context.redactor.text(text);
    this.#notices.push(shown);
    this.#context.onEvent({ type: "notice", label: this.#plan.label, text: shown });
  }

  /** Runs the notebook a second time; resolves with the failure or first difference, undefined without one. */
  async #repeat(
    job: Omit<NotebookJob, "session" | "save">,
    first: Notebook,
    { env, numbers }: Pick<Prepared, "env" | "numbers">,
  ): Promise<unknown> {
    const silent = { onReady: () => {}, onCellStarted: () => {}, onCellFinished: () => {}, onOutput: () => {} };
    const session = this.#startKernel(job.kernel, env);
    const { failure, notebook } = await executeNotebook({ ...job, ...silent, session, save: () => Promise.resolve() });
    return failure ?? (await repetitionError([first, notebook], job.file, numbers));
  }

  #startKernel(name: string, env: Readonly<Record<string, string>>): Promise<KernelSession> {
    this.#waiting = new AbortController();
    const session = KernelSession.start(this.#context.transport, {
      signal: this.#waiting.signal,
      name,
      path: dirname(this.#plan.source),
      notebook: this.#plan.source,
      env,
      checksIfAsked: this.#isCheckedByRun,
      startupSeconds: this.#startupSeconds,
      onQueue: (isWaiting) => this.#queue.set(isWaiting),
      onNotice: (text) => this.#notice(text),
    });
    session.catch(() => {});
    return session;
  }

  async #prepare(): Promise<Prepared> {
    const { rules } = this.#context;
    const target = await Target.of(this.#plan);
    const ready = await readyNotebook(this.#plan, this.#context, (text) => this.#notices.push(text));
    const { stored, notebook, cells, kept, kernel, numbers, parameters } = ready;
    if (this.#context.transport.isRemote && ready.seed !== undefined) this.#notices.push(SEED_NOTICE);
    this.#seed = ready.seed;
    if (this.#context.settings.inplace) target.onFirstWrite = () => keepRanCode(this.#plan.target, cells);
    const compare = rules && (await comparing(stored, rules, this.#plan, this.#context));
    const count = stored.cells.length;
    const prepared = { notebook, count, numbers, cells, kept, kernel, parameters, target, compare };
    if (cells.every(({ action }) => action === "skip")) {
      return { ...prepared, cache: undefined, watch: undefined, env: ready.env, session: undefined };
    }
    const watch = await cacheOnServer(ready, this.#plan, this.#context, (text) => this.#notice(text));
    const cache = await answerOfCache(ready, this.#plan, this.#context);
    if (cache?.notice !== undefined) this.#notices.push(cache.notice);
    if (cache?.hit === undefined) this.#isCheckedByRun = await isCheckedByRun(ready, this.#context);
    const env = { ...ready.env, ...cache?.miss?.env };
    const session = cache?.hit === undefined ? this.#startKernel(kernel, env) : undefined;
    return { ...prepared, cache, watch, env, session };
  }
}
