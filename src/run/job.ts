import type { OutputLimits } from "../notebook/output-budget.ts";
import type { Notebook } from "../notebook/types.ts";
import type { PlannedCell } from "./cell-plan.ts";
import type { ErrorRules } from "./expectation.ts";
import type { KernelSilence } from "./events.ts";
import type { CellPosition, CellResult } from "./results.ts";
import type { Redactor } from "./secrets.ts";
import type { OutputMessage, Session } from "./session.ts";

/** How long things may take, in seconds; 0 for no limit. */
export type TimeLimits = { readonly cell: number; readonly notebook: number; readonly startup: number };

/** A notebook to execute and everything that decides how. */
export type Job = {
  readonly file: string;
  readonly notebook: Notebook;
  readonly cells: readonly PlannedCell[];
  /** The kernel's name. */
  readonly kernel: string;
  /** The kernel, which is starting; it is closed at the end, whatever happens. */
  readonly session: Promise<Session>;
  readonly times: TimeLimits;
  readonly outputs: OutputLimits;
  readonly errors: ErrorRules;
  readonly redactor: Redactor;
  readonly signal: AbortSignal | undefined;
  /** Called when the kernel is ready. */
  readonly onReady: () => void;
  readonly onCellStarted: (cell: CellPosition) => void;
  readonly onCellFinished: (cell: CellResult) => void;
  /** Called when the kernel has said nothing for a while. */
  readonly onSilent: (silent: KernelSilence) => void;
  /** Called for each output message of a cell. */
  readonly onOutput: (cell: number, message: OutputMessage) => void;
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
