import type { Comparison } from "../notebook/compare/differences.ts";
import type { CodeCell, Notebook } from "../notebook/types.ts";
import type { TsnbError } from "../util/error.ts";
import type { TypesResult } from "./type-check/check-types.ts";

/** The position of a cell, which does not change during a run. */
export type CellPosition = {
  /** The cell's place among all cells of the executed notebook, from 0. */
  readonly index: number;
  /** The cell's number among all cells of the notebook's file, from 1; undefined for injected parameters. */
  readonly number: number | undefined;
  /** The cell's id. */
  readonly id: string;
  /** The last heading above the cell; undefined without one. */
  readonly heading: string | undefined;
};

/** The result of one code cell. Cells without code are left out. */
export type CellResult = CellPosition & {
  /** The cell's code as it ran. */
  readonly source: string;
  /**
   * `passed`: it ran without an error, or with an allowed one. `skipped`: it was excluded from the run.
   * `not-run`: the run ended before its turn.
   */
  readonly status: "passed" | "failed" | "skipped" | "not-run";
  /** The time that it ran, in seconds; 0 when it did not. */
  readonly seconds: number;
  /** The kernel's number of the execution; null when the cell did not run. */
  readonly executionCount: number | null;
  /** The reason that it failed. */
  readonly error: TsnbError | undefined;
  /** The outputs after the run, in nbformat's form. */
  readonly outputs: CodeCell["outputs"];
  /** Set when the cell did not run: its outputs and the values of its names come from the cache. */
  readonly cached?: true | undefined;
};

/** The origin of outputs from the cache: when they were made, and how long that took. */
export type Cached = {
  /** ISO 8601, in UTC. */
  readonly made: string;
  /** The time of the run that made the outputs, in seconds. */
  readonly seconds: number;
};

/** The result of one notebook. */
export type NotebookResult = {
  /** The notebook's path: relative if it is inside the current folder, else absolute. */
  readonly label: string;
  /** The notebook's path, absolute. */
  readonly source: string;
  /** The executed notebook's path, absolute. The file is missing when the notebook could not be read. */
  readonly target: string;
  /** `different`: every cell passed, but some outputs differ from those stored in the notebook. */
  readonly status: "passed" | "failed" | "different" | "cancelled";
  /** The code cells that are not empty, in order; none when the notebook could not be started. */
  readonly cells: readonly CellResult[];
  /** The notebook's total time in seconds; the next two fields are parts of it. */
  readonly seconds: number;
  /** The time until the kernel was ready, in seconds. */
  readonly startSeconds: number;
  /** The time of the cells, in seconds. */
  readonly cellSeconds: number;
  /** The reason why the notebook failed or was cancelled; undefined otherwise. */
  readonly error: TsnbError | undefined;
  /** The comparison with the stored outputs; undefined when not asked for, or when a cell did not pass. */
  readonly comparison: Comparison | undefined;
  /** Set when the outputs come from the cache; the cells took no time then. */
  readonly cached?: Cached | undefined;
  /** Notes for the user, one sentence each. */
  readonly notices: readonly string[];
  /** The executed notebook; undefined when it could not be read or started. */
  readonly notebook: Notebook | undefined;
};

/** The result of a run. */
export type RunResult = {
  /** The result of each notebook, in order. */
  readonly notebooks: readonly NotebookResult[];
  /** The type errors of the notebooks; undefined when types were not checked. */
  readonly types?: TypesResult | undefined;
  /** The total time of the run, in seconds. */
  readonly seconds: number;
  /** True when every notebook passed, and type errors did not fail the run. */
  readonly ok: boolean;
};

/** The notebook of an event. */
export type OfNotebook = {
  /** The notebook's path, as in `NotebookResult.label`. */
  readonly label: string;
};

/** A slow cell of a run. */
export type SlowCell = OfNotebook & {
  /** The cell. */
  readonly cell: CellPosition;
  /** The time that it ran, in seconds. */
  readonly seconds: number;
};
