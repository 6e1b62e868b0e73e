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
import { comparing, isDifferent } from "./comparing.ts";
import { CancelledError } from "./errors.ts";
import { executeNotebook, type Job } from "./execute-notebook.ts";
import { chooseKernel } from "./kernel-choice.ts";
import type { RunSettings } from "./options.ts";
import type { Values } from "./parameters/values.ts";
import { withParameters } from "./parameters/with-parameters.ts";
import type { Planned } from "./plan.ts";
import { withRecord } from "./record.ts";
import { repetitionError } from "./repeat.ts";
import type { Redactor } from "./secrets.ts";
import type { NotebookResult, RunEvent } from "./results.ts";
import { Session } from "./session.ts";
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
  readonly cells: readonly PlannedCell[];
  readonly kernel: string;
  readonly session: Promise<Session>;
};

/** The run of one notebook. */
export class NotebookTask {
  readonly #plan: Planned;
  readonly #context: RunContext;
  readonly #notices: string[] = [];
  #prepared: Promise<Prepared> | undefined;

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
    await (await prepared?.session.catch(() => undefined))?.close();
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
      const { notebook: before, cells, kernel, session } = await prepared;
      for (const text of this.#notices) onEvent({ type: "notice", label, text });
      const { rules } = this.#context;
      const compare = rules && (await comparing(before, rules, this.#plan, this.#context));
      const starts = new Map<number, Date>();
      const started = new Date();
      const { redactor } = this.#context;
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
          onEvent({ type: "cell-started", label, cell, of: before.cells.length });
        },
        onCellFinished: (cell) => onEvent({ type: "cell-finished", label, cell }),
        onOutput: (index, { type, content }) => {
          const [shown] = redactor.values([content]);
          if (shown !== undefined) onEvent({ type: "output", label, index, output: type, content: shown });
        },
      };
      const { failure, ...outcome } = await executeNotebook({
        ...job,
        session,
        save: (executed) => writeNotebook(target, executed),
      });
      if (settings.record) {
        const { values: parameters } = this.#context;
        const times = { parameters, started, ended: new Date(), cellStarts: starts };
        await writeNotebook(target, withRecord(outcome.notebook, outcome.cells, { version: VERSION, ...times }));
      }
      if (failure !== undefined) return { ...base, ...rest, ...outcome, ...endingOf(failure), seconds: seconds() };
      const unlike = settings.verify ? await this.#repeat(job, outcome.notebook) : undefined;
      if (unlike !== undefined) return { ...base, ...rest, ...outcome, ...endingOf(unlike), seconds: seconds() };
      const comparison = await compare?.(outcome);
      const status = isDifferent(comparison) && !settings.update ? "different" : "passed";
      return { ...base, ...rest, ...outcome, status, error: undefined, comparison, seconds: seconds() };
    } catch (thrown) {
      return { ...base, ...rest, ...endingOf(thrown), seconds: seconds() };
    }
  }

  /** Runs the notebook a second time; resolves with what was not as the first time. */
  async #repeat(job: Omit<Job, "session" | "save">, first: Notebook): Promise<unknown> {
    const silent = { onReady: () => {}, onCellStarted: () => {}, onCellFinished: () => {}, onOutput: () => {} };
    const session = this.#startKernel(job.kernel);
    const { failure, notebook } = await executeNotebook({ ...job, ...silent, session, save: () => Promise.resolve() });
    return failure ?? (await repetitionError([first, notebook], job.file));
  }

  #startKernel(name: string): Promise<Session> {
    const { transport, env } = this.#context;
    const session = Session.start(transport, { name, path: dirname(this.#plan.source), env });
    session.catch(() => {});
    return session;
  }

  async #prepare(): Promise<Prepared> {
    const { settings, transport } = this.#context;
    const { label, source, combination } = this.#plan;
    const read = await readNotebook(labelOf(source), {
      strict: settings.strict,
      onRepair: (repair) => this.#notices.push(`repaired: ${repair}`),
    });
    const notebook = await withParameters(read, { ...this.#context.values, ...combination }, this.#plan);
    const cells = planCells(notebook, label, { from: settings.from, until: settings.until });
    const choice = settings.kernel === undefined ? await chooseKernel(notebook, label, transport) : undefined;
    const name = choice?.name ?? settings.kernel ?? "";
    if (choice?.notice !== undefined) this.#notices.push(choice.notice);
    return { notebook, cells, kernel: name, session: this.#startKernel(name) };
  }
}

function endingOf(thrown: unknown): Pick<NotebookResult, "status" | "error"> {
  if (!(thrown instanceof TsnbError)) throw thrown;
  return { status: thrown instanceof CancelledError ? "cancelled" : "failed", error: thrown };
}
