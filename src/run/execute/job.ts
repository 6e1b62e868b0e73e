import type { OutputLimits } from "../../notebook/outputs/output-budget.ts";
import type { CodeCell, Notebook } from "../../notebook/types.ts";
import type { PlannedCell } from "../plan/plan-cells.ts";
import type { ErrorRules } from "../../notebook/expected-errors.ts";
import type { KernelSilence } from "../events.ts";
import type { CellPosition, CellResult } from "../results.ts";
import type { Redactor } from "../redact-secrets.ts";
import type { OutputMessage, KernelSession } from "./kernel-session.ts";
import type { TimeLimits } from "./time-limits.ts";

/** Cells of an earlier run, and a file with the values of their names. */
export type KeptCells = {
  readonly file: string;
  /** By index. */
  readonly cells: ReadonlyMap<number, CodeCell>;
  /** How long they ran. */
  readonly seconds: number;
};

/** Takes cells from the cache, and keeps them there. */
export type StateKeeper = {
  /** Cells at the start that do not run. */
  readonly kept: KeptCells | undefined;
  /** Called after each cell that passed or was taken from the cache. */
  readonly keep: (session: KernelSession, result: CellResult) => Promise<void>;
  /** Called when later cells may change what the cells so far have shown. */
  readonly stop: (problem: string) => void;
};

/** True while a kernel waits for a place, which does not count as its start. */
export class Queue {
  isWaiting = false;
  /** Called when that changes. */
  onChange: () => void = () => {};

  set(isWaiting: boolean): void {
    this.isWaiting = isWaiting;
    this.onChange();
  }
}

/** A notebook to execute and everything that decides how. */
export type Job = {
  readonly file: string;
  readonly notebook: Notebook;
  readonly cells: readonly PlannedCell[];
  /** The kernel's name. */
  readonly kernel: string;
  /** The kernel, which is starting; it is closed at the end, whatever happens. */
  readonly session: Promise<KernelSession>;
  /** True while the kernel waits for a place on a server; undefined where it never does. */
  readonly queue?: Queue | undefined;
  readonly times: TimeLimits;
  readonly outputs: OutputLimits;
  readonly errors: ErrorRules;
  readonly redactor: Redactor;
  /** True when the kernel runs on a server. */
  readonly isRemote?: boolean;
  /** Tells what to do about a cell's error, where more is known than the error itself says. */
  readonly explain?: ((error: string) => string | undefined) | undefined;
  readonly signal: AbortSignal | undefined;
  /** Called when the kernel is ready. */
  readonly onReady: () => void;
  readonly onCellStarted: (cell: CellPosition) => void;
  readonly onCellFinished: (cell: CellResult) => void;
  /** Called when the kernel has said nothing for a while. */
  readonly onSilent: (silent: KernelSilence) => void;
  /** Called for each output message of a cell. */
  readonly onOutput: (cell: number, message: OutputMessage) => void;
  /** Takes cells from the cache, and keeps them there; undefined when that is not asked for. */
  readonly state?: StateKeeper | undefined;
  /** Keeps the notebook with the outputs so far. */
  readonly save: (notebook: Notebook) => Promise<void>;
};

/** The result of a job. Times are in seconds. */
export type Outcome = {
  readonly notebook: Notebook;
  readonly cells: readonly CellResult[];
  /** Why it ended before the last cell, or which cell failed after it had ended; absent when all ran well. */
  readonly failure: unknown;
  readonly startSeconds: number;
  readonly cellSeconds: number;
};
