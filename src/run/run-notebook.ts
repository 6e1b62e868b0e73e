import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import type { CompareRules } from "../notebook/compare/rules.ts";
import { labelOf } from "../notebook/find.ts";
import { readNotebook } from "../notebook/read.ts";
import type { Notebook } from "../notebook/types.ts";
import { writeNotebook } from "../notebook/write.ts";
import { packageRoot } from "../util/package-root.ts";
import { packageVersion } from "../util/package-version.ts";
import { TsnbError } from "../util/error.ts";
import { type PlannedCell, planCells } from "./cell-plan.ts";
import { cellName, numbersInFile } from "./cell-numbers.ts";
import { comparing, isDifferent } from "./comparing.ts";
import { fixedEnvironment, seedOf, unfixedNotice } from "./determinism.ts";
import { CancelledError } from "./errors.ts";
import { executeNotebook, type Job } from "./execute-notebook.ts";
import { chooseKernel } from "./kernel-choice.ts";
import type { RunSettings } from "./options.ts";
import type { Values } from "./parameters/values.ts";
import { OutputEvents } from "./output-events.ts";
import type { Planned } from "./plan.ts";
import { withRecord } from "./record.ts";
import { repetitionError } from "./repeat.ts";
import { type Resumed, resumed } from "./resume.ts";
import type { Redactor } from "./secrets.ts";
import type { CellResult, NotebookResult, RunEvent } from "./results.ts";
import { Session } from "./session.ts";
import { skippedResult } from "./transcript.ts";
import type { Transport } from "./transport/transport.ts";

const VERSION = packageVersion(join(packageRoot(), "package.json"));

/** How notebooks are run: the options, and what is the same for all notebooks. */
export type RunContext = {
  readonly settings: RunSettings;
  /** How outputs are compared where a notebook says nothing else; undefined when they are not compared. */
  readonly rules: CompareRules | undefined;
  /** The folder for pictures of what differs. */
  readonly differences: string;
  /** Values for the notebooks' parameters. */
  readonly values: Values;
  /** Variables for every kernel. */
  readonly env: Readonly<Record<string, string>>;
  readonly redactor: Redactor;
  readonly transport: Transport;
  readonly signal: AbortSignal;
  readonly onEvent: (event: RunEvent) => void;
};

/** A notebook that was read, and its kernel, which is starting. */
type Prepared = {
  readonly notebook: Notebook;
  /** How many cells the file has. */
  readonly count: number;
  readonly numbers: readonly (number | undefined)[];
  readonly cells: readonly PlannedCell[];
  readonly kernel: string;
  /** Compares what comes of it with what it has stored; undefined when that is not asked for. */
  readonly compare: Awaited<ReturnType<typeof comparing>> | undefined;
  /** Undefined when all cells are skipped. */
  readonly session: Promise<Session> | undefined;
};

/** The run of one notebook. */
export class NotebookTask {
  readonly #plan: Planned;
  readonly #context: RunContext;
  readonly #notices: string[] = [];
  #prepared: Promise<Prepared> | undefined;
  #seed: number | undefined;
  #kernelEnv: Readonly<Record<string, string>> = {};

  constructor(plan: Planned, context: RunContext) {
    this.#plan = plan;
    this.#context = context;
  }

  /** Reads the notebook and starts its kernel, so that it is ready when its turn comes. */
  prepare(): void {
    this.#prepared ??= this.#prepare();
    // Whoever runs the notebook is told.
    this.#prepared.catch(() => {});
  }

  /** Ends a kernel that was started for nothing. */
  async drop(): Promise<void> {
    const prepared = await this.#prepared?.catch(() => undefined);
    await (await prepared?.session?.catch(() => undefined))?.close();
  }

  /**
   * Reads, executes and writes the notebook. What is wrong with the notebook is in the result.
   *
   * @param onReady called when the kernel has been started and the cells begin.
   */
  async run(onReady: () => void): Promise<NotebookResult> {
    const { settings, signal, onEvent } = this.#context;
    const { label, target } = this.#plan;
    const began = performance.now();
    const seconds = () => (performance.now() - began) / 1000;
    const { source } = this.#plan;
    const base = { label, source, target, cells: [], startSeconds: 0, cellSeconds: 0, comparison: undefined };
    const rest = { notebook: undefined, notices: this.#notices };
    try {
      if (signal.aborted) throw new CancelledError(label);
      const prepared = this.#prepared ?? this.#prepare();
      this.#prepared = undefined;
      const { notebook: before, count, numbers, cells, kernel, session, compare } = await prepared;
      for (const text of this.#notices) onEvent({ type: "notice", label, text });
      if (session === undefined) {
        await writeNotebook(target, before);
        const skipped = cells.map((cell) => skippedResult(before, cell));
        return {
          ...base,
          ...rest,
          cells: skipped,
          notebook: before,
          status: "passed",
          error: undefined,
          seconds: seconds(),
        };
      }
      const starts = new Map<number, Date>();
      const started = new Date();
      const { redactor } = this.#context;
      const outputs = new OutputEvents(redactor, (event) => onEvent({ ...event, label }));
      const job: Omit<Job, "session" | "save"> = {
        file: label,
        notebook: before,
        cells,
        kernel,
        times: { cell: settings.timeout, notebook: settings.notebookTimeout, startup: settings.startupTimeout },
        outputs: { bytes: settings.outputBytes, count: settings.outputCount },
        errors: { allowErrors: settings.allowErrors, strictRaises: settings.strictRaises },
        redactor,
        signal,
        onReady,
        onCellStarted: (cell) => {
          starts.set(cell.index, new Date());
          onEvent({ type: "cell-started", label, cell, of: count });
        },
        onCellFinished: (cell) => {
          outputs.end(cell.index);
          onEvent({ type: "cell-finished", label, cell });
        },
        onOutput: (index, message) => outputs.take(index, message),
      };
      const { failure, ...outcome } = await executeNotebook({
        ...job,
        session,
        save: (executed) => writeNotebook(target, executed),
      });
      if (settings.record) {
        const { values: parameters } = this.#context;
        const times = { parameters, seed: this.#seed, started, ended: new Date(), cellStarts: starts };
        await writeNotebook(target, withRecord(outcome.notebook, outcome.cells, { version: VERSION, ...times }));
      }
      if (failure !== undefined) return { ...base, ...rest, ...outcome, ...endingOf(failure), seconds: seconds() };
      const unlike = settings.verify ? await this.#repeat(job, outcome.notebook, numbers) : undefined;
      if (unlike !== undefined) return { ...base, ...rest, ...outcome, ...endingOf(unlike), seconds: seconds() };
      // Cells that ran for what they define, or not at all, have kept their outputs.
      const isNew = ({ index, status }: CellResult) =>
        status === "passed" && outcome.notebook.cells[index] !== before.cells[index];
      const ids = new Set(outcome.cells.filter(isNew).map(({ id }) => id));
      const comparison = await compare?.({ notebook: outcome.notebook, ids });
      const status = isDifferent(comparison) && !settings.update ? "different" : "passed";
      return { ...base, ...rest, ...outcome, status, error: undefined, comparison, seconds: seconds() };
    } catch (thrown) {
      return { ...base, ...rest, ...endingOf(thrown), seconds: seconds() };
    }
  }

  /** Runs the notebook a second time; resolves with what was not as the first time. */
  async #repeat(job: Omit<Job, "session" | "save">, first: Notebook, numbers: Prepared["numbers"]): Promise<unknown> {
    const silent = { onReady: () => {}, onCellStarted: () => {}, onCellFinished: () => {}, onOutput: () => {} };
    const session = this.#startKernel(job.kernel);
    const { failure, notebook } = await executeNotebook({ ...job, ...silent, session, save: () => Promise.resolve() });
    return failure ?? (await repetitionError([first, notebook], job.file, numbers));
  }

  // Parsers and the compiler are loaded only for notebooks that get values.
  async #withParameters(notebook: Notebook, values: Values): Promise<Notebook> {
    const { withParameters } = await import("./parameters/with-parameters.ts");
    return withParameters(notebook, values, this.#plan);
  }

  /** The cell to resume at after an earlier run into the same file; undefined without one that counts. */
  async #left(
    notebook: Notebook,
    numbers: Prepared["numbers"],
  ): Promise<(Resumed & { readonly isDone: boolean }) | undefined> {
    const { target } = this.#plan;
    const earlier = existsSync(target) ? await readNotebook(target) : undefined;
    if (earlier === undefined) return undefined;
    const { first, notebook: before } = resumed(notebook, earlier, this.#context.settings);
    if (first === 0) return undefined;
    const isDone = first === notebook.cells.length;
    const goesOn = `it goes on at ${cellName(numbers[first])}; the cells before it run again, but keep their outputs`;
    this.#notices.push(isDone ? "all its cells succeeded in an earlier run; it is not run again" : goesOn);
    return { notebook: before, first, isDone };
  }

  async #tellUnfixed(kernel: string): Promise<void> {
    const kernels = await this.#context.transport.listKernels();
    const notice = unfixedNotice(kernel, kernels.find(({ name }) => name === kernel)?.language);
    if (notice !== undefined) this.#notices.push(notice);
  }

  #startKernel(name: string): Promise<Session> {
    const { transport } = this.#context;
    const fixed = this.#seed === undefined ? {} : fixedEnvironment(this.#seed, process.env);
    const env = { ...this.#kernelEnv, ...fixed, ...this.#context.env };
    const session = Session.start(transport, { name, path: dirname(this.#plan.source), env });
    session.catch(() => {});
    return session;
  }

  async #prepare(): Promise<Prepared> {
    const { settings, transport } = this.#context;
    const { label, source, combination } = this.#plan;
    const read = await readNotebook(source, {
      label: labelOf(source),
      strict: settings.strict,
      onRepair: (repair) => this.#notices.push(`repaired: ${repair}`),
    });
    const values = { ...this.#context.values, ...combination };
    const notebook = Object.keys(values).length === 0 ? read : await this.#withParameters(read, values);
    const numbers = numbersInFile(notebook, read);
    const left = settings.resume ? await this.#left(notebook, numbers) : undefined;
    const ready = left?.notebook ?? notebook;
    const from = left === undefined || left.isDone ? settings.from : left.first;
    const planned = planCells(ready, label, { from, until: settings.until }, numbers);
    const cells = left?.isDone ? planned.map((cell) => ({ ...cell, action: "skip" as const })) : planned;
    const choice = settings.kernel === undefined ? await chooseKernel(notebook, label, transport) : undefined;
    const name = choice?.name ?? settings.kernel ?? "";
    if (choice?.notice !== undefined) this.#notices.push(choice.notice);
    this.#kernelEnv = choice?.env ?? {};
    this.#seed = seedOf(read, settings, label);
    if (this.#seed !== undefined) await this.#tellUnfixed(name);
    const { rules } = this.#context;
    const compare = rules && (await comparing(read, rules, this.#plan, this.#context));
    const isNeeded = cells.length === 0 || cells.some(({ action }) => action !== "skip");
    const session = isNeeded ? this.#startKernel(name) : undefined;
    return { notebook: ready, count: read.cells.length, numbers, cells, kernel: name, compare, session };
  }
}

function endingOf(thrown: unknown): Pick<NotebookResult, "status" | "error"> {
  if (!(thrown instanceof TsnbError)) throw thrown;
  return { status: thrown instanceof CancelledError ? "cancelled" : "failed", error: thrown };
}
