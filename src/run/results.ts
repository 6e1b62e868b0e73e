import type { Comparison } from "../notebook/compare/differences.ts";
import type { CodeCell, Notebook } from "../notebook/types.ts";
import type { TsnbError } from "../util/error.ts";
import type { TypesResult } from "./check-types.ts";

/** The position of a cell, which stays the same during a run. */
export type CellPosition = {
  /** The cell's place among all cells of the executed notebook, from 0. */
  readonly index: number;
  /** The cell's number among all cells of the notebook's file, from 1; undefined for injected parameters. */
  readonly number: number | undefined;
  readonly id: string;
  /** The last heading above the cell. */
  readonly heading: string | undefined;
};

/** The result of one code cell. Cells without code are left out. */
export type CellResult = CellPosition & {
  readonly source: string;
  /**
   * `passed`: it ran without an error, or with one that it may have. `skipped`: it was not to run.
   * `not-run`: it was to run, but the run ended before.
   */
  readonly status: "passed" | "failed" | "skipped" | "not-run";
  /** How long it ran. */
  readonly seconds: number;
  readonly executionCount: number | null;
  /** Why it failed. */
  readonly error: TsnbError | undefined;
  readonly outputs: CodeCell["outputs"];
  /** Set when it did not run: its outputs and the values of its names come from the cache. */
  readonly cached?: true | undefined;
};

/** When the outputs that were taken from the cache were made, and how long that took. */
export type Cached = {
  /** ISO 8601, in UTC. */
  readonly made: string;
  readonly seconds: number;
};

/** The result of one notebook. */
export type NotebookResult = {
  /** The notebook's path, from the current folder where it is inside. */
  readonly label: string;
  /** The notebook's path, absolute. */
  readonly source: string;
  /** The executed notebook's path, absolute. The file is missing when the notebook could not be read. */
  readonly target: string;
  /** `different`: every cell ran well, but not all outputs are those that the notebook had. */
  readonly status: "passed" | "failed" | "different" | "cancelled";
  /** The code cells with anything in them, in order; none when the notebook could not be started. */
  readonly cells: readonly CellResult[];
  /** All the time the notebook took, in seconds; then two parts of it. */
  readonly seconds: number;
  readonly startSeconds: number;
  readonly cellSeconds: number;
  /** Why it failed or was cancelled. */
  readonly error: TsnbError | undefined;
  /** How the outputs compare with those that the notebook had; only made when asked to, and when every cell ran well. */
  readonly comparison: Comparison | undefined;
  /** Set when the outputs are those of an earlier run, from the cache; its cells took no time then. */
  readonly cached?: Cached | undefined;
  /** Notes for the user, a sentence each. */
  readonly notices: readonly string[];
  /** The executed notebook; undefined when it could not be read or started. */
  readonly notebook: Notebook | undefined;
};

/** The result of a run. */
export type RunResult = {
  readonly notebooks: readonly NotebookResult[];
  /** The type errors of the notebooks; undefined when types were not checked. */
  readonly types?: TypesResult | undefined;
  /** All the time that the run took, in seconds. */
  readonly seconds: number;
  /** True when every notebook passed, also the type check where that counts. */
  readonly ok: boolean;
};

/** The notebook of an event, by its path as in `NotebookResult.label`. */
export type OfNotebook = { readonly label: string };

/** A cell of a run that took long, in seconds. */
export type SlowCell = OfNotebook & { readonly cell: CellPosition; readonly seconds: number };
