import type { CellDifference } from "../notebook/compare.ts";
import type { TsnbError } from "../util/error.ts";
import type { WriteError } from "../util/write-atomic.ts";

/** What came of one notebook. */
export type NotebookResult = {
  /** The notebook's path, from the current folder where it is inside. */
  readonly label: string;
  /** The notebook's path, absolute. */
  readonly source: string;
  /** The executed notebook's path, absolute. The file is missing when the notebook could not be read. */
  readonly target: string;
  /** `different`: every cell ran well, but not all outputs are those that the notebook had. */
  readonly status: "passed" | "failed" | "different" | "cancelled";
  /** Code cells that were started. */
  readonly cellsRun: number;
  /** Code cells with anything in them. */
  readonly cells: number;
  /** All the time the notebook took, in seconds; then two parts of it. */
  readonly seconds: number;
  readonly startSeconds: number;
  readonly cellSeconds: number;
  /** Why it failed or was cancelled. */
  readonly error: TsnbError | undefined;
  /** The cells whose outputs have changed; only looked for when asked to. */
  readonly differences: readonly CellDifference[];
};

/** What came of a run. */
export type RunResult = {
  readonly notebooks: readonly NotebookResult[];
  /** The page of charts, absolute; undefined when no notebook shows one; why it could not be written. */
  readonly index: string | WriteError | undefined;
  /** Whether every notebook passed and the page was written. */
  readonly ok: boolean;
};

/** Something that happens during a run, for showing its progress: number `number` of `of` begins, or a notebook is done. */
export type RunEvent =
  | { readonly type: "notebook"; readonly label: string; readonly number: number; readonly of: number }
  | { readonly type: "cell"; readonly label: string; readonly number: number; readonly of: number }
  | { readonly type: "result"; readonly result: NotebookResult };
