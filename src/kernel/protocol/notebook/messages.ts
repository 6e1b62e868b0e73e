// The messages between a front end and the kernel over the comm `tsnb.notebook`. Both import these types.

/** The target of the comm. */
export const NOTEBOOK_TARGET = "tsnb.notebook";

/** How a cell stands; `why` is a sentence, empty for a fresh cell. */
export type CellStateMessage = {
  readonly id: string;
  readonly state: "fresh" | "never-run" | "edited" | "failed" | "stale";
  readonly why: string;
};

/** A name that cells declared, and its value as it is now. */
export type Variable = {
  readonly name: string;
  /** As TypeScript would write it: `number[]`, `DataFrame`. */
  readonly type: string;
  /** The size, such as `379 × 12`; empty for values without one. */
  readonly shape: string;
  /** The value in short; empty where the shape says more. */
  readonly value: string;
  /** The label of the cell, such as `Cell [3]`. */
  readonly cell: string;
  /** The cell's id; null where the kernel does not know it. */
  readonly cellId: string | null;
};

export type FromNotebook =
  /** The code cells in their order, and the sources that are new since the last message. */
  | { readonly type: "cells"; readonly order: string[]; readonly sources: Record<string, string> }
  /** Asks which cells to run: all stale ones, or those that depend on the cells that just ran. */
  | { readonly type: "plan"; readonly request: number; readonly after: string[] | null }
  /** Asks to be told of the variables from now on, or no more. */
  | { readonly type: "variables"; readonly isWanted: boolean };

export type ToNotebook =
  /** After each change of the cells and each run. */
  | { readonly type: "states"; readonly states: readonly CellStateMessage[] }
  /** The ids of the cells to run, in this order, and circles of cells that are left out. */
  | {
      readonly type: "plan";
      readonly request: number;
      readonly order: readonly string[];
      readonly circles: readonly (readonly string[])[];
    }
  | { readonly type: "variables"; readonly variables: readonly Variable[] };
