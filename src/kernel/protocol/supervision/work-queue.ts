import { Garbage } from "../../process/garbage.ts";
import type { ErrorReport } from "../../../jupyter/error-report.ts";
import type { CellId, FromChild, ToChild } from "../../link/messages.ts";
import type { Supervisor } from "./supervisor.ts";
import { deferred } from "../../../util/deferred.ts";

type Done = Extract<FromChild, { type: "done" }>;

/** The outcome of an execution or a comm message. */
export type WorkOutcome = Done extends infer Each ? (Each extends Done ? Omit<Each, "type" | "cell"> : never) : never;

/** A cell to run. */
export type ExecuteMessage = Extract<ToChild, { type: "execute" }>;

type Work = ExecuteMessage | Extract<ToChild, { type: "comm-open" | "comm-msg" | "comm-close" }>;

/** The error of an interrupted cell that cannot report it itself. */
export const INTERRUPTED: ErrorReport = {
  ename: "Interrupted",
  evalue: "The cell was interrupted; all variables are kept.",
  traceback: ["\x1b[1mInterrupted\x1b[0m: The cell was interrupted; all variables are kept."],
};

// The time that terminated code has to report its own end.
const UNWINDING_MS = 300;

// Longer than the pause between two cells when a whole notebook runs.
const QUIET_MS = 1000;

/** Sends cells and comm messages to the child, and resolves each when it ends. */
export class WorkQueue {
  readonly #supervisor: Supervisor;
  readonly #garbage = new Garbage((session) => session.connect());
  readonly #open = new Map<CellId, (outcome: WorkOutcome) => void>();
  #running: CellId = 0;
  #stopped: CellId = 0;
  #quiet: NodeJS.Timeout | undefined;

  constructor(supervisor: Supervisor) {
    this.#supervisor = supervisor;
  }

  /** True until the work of this number has ended. */
  isOpen(cell: CellId): boolean {
    return this.#open.has(cell);
  }

  /** True when Stop was pressed while this cell ran. */
  isStopped(cell: CellId): boolean {
    return cell === this.#stopped;
  }

  /** Runs a piece of work. A cell that ends without an error after Stop still counts as interrupted. */
  async run(work: Work): Promise<WorkOutcome> {
    if (work.type === "execute") this.#running = work.cell;
    const { promise, resolve } = deferred<WorkOutcome>();
    this.#open.set(work.cell, resolve);
    this.#supervisor.post(work);
    const outcome = await promise;
    this.#open.delete(work.cell);
    if (this.#running === work.cell) this.#running = 0;
    this.#collectWhenQuiet();
    if (outcome.status !== "ok" || !this.isStopped(work.cell)) return outcome;
    const { undeclared } = outcome;
    return { status: "error", ...INTERRUPTED, ...(undeclared ? { undeclared } : {}) };
  }

  /** Resolves a piece of work whose end the child reports. */
  done(done: Done): void {
    this.#open.get(done.cell)?.(done);
  }

  /** Fails all open work, because the process ended. Returns true if there was any. */
  died(report: ErrorReport): boolean {
    const open = [...this.#open.values()];
    const undeclared = { names: [], hasBegun: false, how: "failed" } as const;
    for (const end of open) end({ status: "error", ...report, undeclared });
    return open.length > 0;
  }

  /** Stops the running cell, and whatever else blocks the process. */
  async interrupt(): Promise<void> {
    const cell = this.#running;
    this.#stopped = cell;
    await this.#supervisor.interrupt(cell);
    if (cell === 0) return;
    // Terminated code cannot always report its end.
    setTimeout(() => this.#open.get(cell)?.({ status: "error", ...INTERRUPTED }), UNWINDING_MS).unref();
  }

  #collectWhenQuiet(): void {
    this.#quiet ??= setTimeout(() => {
      if (this.#open.size > 0) return;
      this.#supervisor.collectGarbage();
      void this.#garbage.collect();
    }, QUIET_MS).unref();
    this.#quiet.refresh();
  }
}
