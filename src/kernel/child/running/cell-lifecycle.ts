import type { ErrorReport } from "../../../jupyter/error-report.ts";
import type { Bundle, CellId, ExpressionResult, FromChild, ToChild, Undeclared } from "../../link/messages.ts";
import { CellSyntaxError } from "../../cell/syntax/syntax-error.ts";
import { shellHint } from "../../magic/advice/shell-hint.ts";
import type { Missing } from "../../cell/missing-value.ts";
import type { Attribution } from "./attribution.ts";
import type { CellRunner } from "./cell-runner.ts";
import type { Enquiries } from "../inspecting/enquiries.ts";
import { withCompilersWords } from "../inspecting/syntax-error-words.ts";
import { bundleOf } from "../display/value-bundle.ts";
import { dueCallbacks, dueTimers } from "./due-timers.ts";
import { reportOf } from "../error-reports/error-report.ts";
import type { Sources } from "../error-reports/stacks/compiled-sources.ts";
import type { InputPrompts } from "../input/ask-for-input.ts";
import type { Stdin } from "../input/stdin.ts";
import { Interrupted, type Interrupts } from "./interrupts.ts";
import { withOriginals } from "../built-ins/original-builtins.ts";
import type { ParentLink } from "../parent-link.ts";
import type { Reruns } from "./reruns.ts";
import type { Magics } from "./run-magics.ts";
import type { SessionState } from "../state/session-state.ts";
import type { ModuleLoader } from "../modules/module-loader.ts";

type Execute = Extract<ToChild, { type: "execute" }>;
type Expressions = { readonly [name: string]: ExpressionResult };

export type CellLifecycleParts = {
  readonly link: ParentLink;
  readonly attribution: Attribution;
  readonly interrupts: Interrupts;
  readonly sources: Sources;
  readonly loader: ModuleLoader;
  readonly runner: CellRunner;
  readonly inputs: InputPrompts;
  readonly stdin: Stdin;
  readonly magics: Magics;
  readonly state: SessionState;
  readonly enquiries: Enquiries;
  readonly reruns: Reruns;
  readonly beginCell: ((cell: CellId) => void) | undefined;
};

const { nextTick } = process;
// A cell that fails between console.group and console.groupEnd leaves later cells indented.
const { groupEnd } = console;
const MOST_GROUPS = 20;
const { ownKeys } = Reflect;
const { create } = Object;

/** Begins and ends one cell at a time, and reports each end exactly once. */
export class CellLifecycle {
  readonly #parts: CellLifecycleParts;
  #running: CellId = 0;

  constructor(parts: CellLifecycleParts) {
    this.#parts = parts;
  }

  get isRunning(): boolean {
    return this.#running !== 0;
  }

  /** The running cell, or 0. */
  get running(): CellId {
    return this.#running;
  }

  /** Ends the running cell with an error that its code cannot catch; the rest of the cell does not run. */
  failRunning(error: unknown): void {
    const cell = this.#running;
    if (cell === 0) return;
    this.#parts.interrupts.interrupt(cell);
    this.#fail(cell, reportOf(error, this.#parts.sources), "failed");
  }

  begin(message: Execute): void {
    this.#running = message.cell;
    // Termination also ends the callers of the cell's code; in its own tick it has none.
    nextTick(() => this.#parts.attribution.run(message.cell, () => void this.#execute(message)));
  }

  /** Ends the running cell at once; its code after the next `await` does not run. */
  cancel(cell: CellId): void {
    if (cell === 0 || cell !== this.#running) return;
    const { interrupts, sources, inputs } = this.#parts;
    interrupts.interrupt(cell);
    inputs.cancel(cell);
    this.#fail(cell, reportOf(new Interrupted(), sources), "stopped");
  }

  async #execute(message: Execute): Promise<void> {
    const { cell, code, label, silent, userExpressions, allowStdin, restore, snapshot } = message;
    // The cell may have been cancelled before it began.
    if (cell !== this.#running) return;
    const { link, runner, inputs, stdin, magics, state } = this.#parts;
    this.#parts.beginCell?.(cell);
    inputs.allow(allowStdin);
    stdin.enter();
    try {
      this.#endEarlier(message);
      if (restore === undefined) state.forget();
      const restored = restore === undefined ? undefined : await state.read(restore);
      const ended = await runner.run(code, { label, cell, magics, restored });
      const undeclared = runner.end(cell, "done");
      if (cell !== this.#running) return;
      if (stdin.isWanted) await stdin.rested();
      await dueCallbacks();
      await dueTimers();
      if (cell !== this.#running) return;
      const value = ended?.values[0];
      const bundle = value !== undefined && !silent ? await bundleOf(value) : undefined;
      const result: FromChild | undefined =
        bundle && hasContent(bundle) ? { type: "result", cell, ...bundle } : undefined;
      const expressions = await this.#evaluate(userExpressions, cell);
      const kept = snapshot === undefined ? {} : { snapshotProblem: await state.save(snapshot) };
      if (cell !== this.#running) return;
      this.#running = 0;
      const ending = { userExpressions: expressions, ...noted(undeclared), ...kept };
      const done: FromChild = { type: "done", cell, status: "ok", ...ending };
      if (result) link.send(result, done);
      else link.send(done);
    } catch (error) {
      const wording = withCompilersWords(error, code, this.#parts.enquiries);
      if (wording) await wording;
      await dueCallbacks();
      this.#fail(cell, withShellHint(this.#report(error, label), error, code), "failed");
    }
  }

  #endEarlier({ cell, origin, deleted }: Execute): void {
    if (origin === undefined) return;
    withOriginals(() => {
      for (const one of deleted ?? []) this.#parts.reruns.end(one);
      this.#parts.reruns.begin(cell, origin);
    });
  }

  #fail(cell: CellId, report: ErrorReport, how: Missing["how"]): void {
    if (cell !== this.#running) return;
    this.#running = 0;
    withOriginals(() => this.#parts.stdin.leave());
    for (let left = MOST_GROUPS; left > 0; left--) groupEnd();
    const { link, runner } = this.#parts;
    link.send({ type: "done", cell, status: "error", ...report, ...noted(runner.end(cell, how)) });
  }

  #report(error: unknown, label: string): ErrorReport {
    const { loader, sources } = this.#parts;
    return reportOf(error, sources, { label, importStack: loader.importStack(error) });
  }

  async #evaluate(expressions: { readonly [name: string]: string }, cell: CellId): Promise<Expressions> {
    const { runner, magics } = this.#parts;
    const results: Record<string, ExpressionResult> = create(null);
    // Cells may have replaced the array iterator.
    const names = ownKeys(expressions);
    for (let index = 0; index < names.length; index++) {
      const name = String(names[index]);
      const code = expressions[name] ?? "";
      const label = `Expression [${name}]`;
      try {
        const ended = await runner.run(code, { label, cell, magics });
        runner.end(cell, "done");
        results[name] = { status: "ok", ...(await bundleOf(ended?.values[0])) };
      } catch (error) {
        runner.end(cell, "failed");
        results[name] = { status: "error", ...this.#report(error, label) };
      }
    }
    return results;
  }
}

/** The report of a syntax error, with advice if the faulty line is a command of a shell. */
function withShellHint(report: ErrorReport, error: unknown, code: string): ErrorReport {
  if (!(error instanceof CellSyntaxError) || error.file !== undefined) return report;
  const hint = shellHint(code.split("\n")[error.line - 1] ?? "");
  return hint === undefined ? report : { ...report, traceback: [...report.traceback, hint] };
}

function noted(undeclared: Undeclared | undefined): { readonly undeclared?: Undeclared } {
  return undeclared ? { undeclared } : {};
}

// A value may choose not to be shown.
function hasContent({ data }: Bundle): boolean {
  return ownKeys(data).length > 0;
}
