import type { OutputLimits } from "../../notebook/outputs/output-budget.ts";
import type { CodeCell, Notebook } from "../../notebook/types.ts";
import type { PlannedCell } from "../plan/plan-cells.ts";
import type { ErrorRules } from "../../notebook/expected-errors.ts";
import type { KernelSilence } from "../events.ts";
import type { CellPosition, CellResult } from "../results.ts";
import type { Redactor } from "../secrets/redact-secrets.ts";
import type { OutputMessage, KernelSession } from "./session/kernel-session.ts";
import type { TimeLimits } from "./time-limits.ts";

/** Cells of an earlier run, and a file with the values of their names. */
export type KeptCells = {
  readonly file: string;
  /** The cells with their outputs, by index. */
  readonly cells: ReadonlyMap<number, CodeCell>;
  /** The time that they ran. */
  readonly seconds: number;
};

/** Takes cells from the cache, and stores cells there. */
export type StateKeeper = {
  /** The cells at the start that come from the cache; undefined when none do. */
  readonly kept: KeptCells | undefined;
  /** Called after each cell that passed or was taken from the cache. */
  readonly keep: (session: KernelSession, result: CellResult) => Promise<void>;
  /** Called when later cells may change the displays of the cells so far. */
  readonly stop: (problem: string) => void;
};

/** Looks at a kernel before its first cell and after its last. */
export type KernelWatch = {
  /** Called when the kernel is ready; resolves with true when the outputs are known, so that no cell need run. */
  readonly isKnown: (session: KernelSession) => Promise<boolean>;
  /** Called once the last cell has passed. */
  readonly ran: () => Promise<void>;
};

/** The state of a kernel that may have to wait for a place; the wait does not count as part of its start. */
export class Queue {
  isWaiting = false;
  /** Called when `isWaiting` is set. */
  onChange: () => void = () => {};

  set(isWaiting: boolean): void {
    this.isWaiting = isWaiting;
    this.onChange();
  }
}

/** A notebook to execute and everything that determines how. */
export type NotebookJob = {
  readonly file: string;
  readonly notebook: Notebook;
  readonly cells: readonly PlannedCell[];
  /** The kernel's name. */
  readonly kernel: string;
  /** The kernel, which is starting; it is closed at the end, whatever happens. */
  readonly session: Promise<KernelSession>;
  /** Stops waiting for a kernel that has not been requested yet; undefined when it never waits. */
  readonly giveUp?: (() => void) | undefined;
  /** The kernel's wait for a place on a server; undefined when it never waits. */
  readonly queue?: Queue | undefined;
  readonly times: TimeLimits;
  readonly outputs: OutputLimits;
  readonly errors: ErrorRules;
  /** True to ask a kernel to check types that it leaves to the run otherwise. */
  readonly asksForCheck?: boolean;
  readonly redactor: Redactor;
  /** True when the kernel runs on a server. */
  readonly isRemote?: boolean;
  /** Returns advice about a cell's error; undefined when there is nothing to add to the error. */
  readonly explain?: ((error: string) => string | undefined) | undefined;
  readonly signal: AbortSignal | undefined;
  /** Called when the kernel is ready. */
  readonly onReady: () => void;
  readonly onCellStarted: (cell: CellPosition) => void;
  readonly onCellFinished: (cell: CellResult) => void;
  /** Called when the kernel has sent nothing for a while. */
  readonly onSilent: (silent: KernelSilence) => void;
  /** Called with a problem that came up after the failure that ended the run. */
  readonly onNotice: (text: string) => void;
  /** Called for each output message of a cell. */
  readonly onOutput: (cell: number, message: OutputMessage) => void;
  /** Takes cells from the cache, and stores cells there; undefined when cells are not cached. */
  readonly state?: StateKeeper | undefined;
  /** Looks at the kernel; undefined when nothing does. */
  readonly watch?: KernelWatch | undefined;
  /** Prepares for saving, before any cell runs; by default, saves the notebook. */
  readonly open?: ((notebook: Notebook) => Promise<void>) | undefined;
  /** True when the file still has its old outputs after `open`; they are replaced when the first cell begins. */
  readonly keepsOutputs?: boolean;
  /** Saves the notebook with the outputs so far. */
  readonly save: (notebook: Notebook) => Promise<void>;
};

/** The result of a job. Times are in seconds. */
export type NotebookOutcome = {
  readonly notebook: Notebook;
  readonly cells: readonly CellResult[];
  /** The error that ended the job early, or of a cell that failed after it had ended; undefined when all passed. */
  readonly failure: unknown;
  /** True when a cell has begun. */
  readonly hasBegun: boolean;
  readonly startSeconds: number;
  readonly cellSeconds: number;
};
