// The messages between a front end and the kernel over the comm `tsnb.notebook`. Both import these types.

/** The target of the comm. */
export const NOTEBOOK_TARGET = "tsnb.notebook";

/** The state of a cell; `why` explains it in a sentence, empty for a fresh cell. */
export type CellStateMessage = {
  readonly id: string;
  readonly state: "fresh" | "never-run" | "edited" | "failed" | "stale";
  readonly why: string;
};

/** A declared name and its current value. */
export type ShownVariable = {
  readonly name: string;
  /** The type as TypeScript writes it: `number[]`, `DataFrame`. */
  readonly type: string;
  /** The size, such as `379 × 12`; empty for values without one. */
  readonly shape: string;
  /** The shortened value; empty where the shape says more. */
  readonly value: string;
  /** The label of the cell, such as `Cell [3]`. */
  readonly cell: string;
  /** The cell's id; null if the kernel does not know it. */
  readonly cellId: string | null;
};

export type FromNotebook =
  /** The ids of the code cells in their order, and the sources that are new since the last message, by id. */
  | { readonly type: "cells"; readonly order: string[]; readonly sources: Record<string, string> }
  /** Asks which cells to run: those that depend on the cells `after`, which just ran, or all stale ones for null. */
  | { readonly type: "plan"; readonly request: number; readonly after: string[] | null }
  /** Asks for the variables from now on, or for no more of them. */
  | { readonly type: "variables"; readonly isWanted: boolean };

export type ToNotebook =
  /** The states of the cells, sent after each change of the cells and each run. */
  | { readonly type: "states"; readonly states: readonly CellStateMessage[] }
  /** The ids of the cells to run, in this order, and of the circles of cells that are left out. */
  | {
      readonly type: "plan";
      readonly request: number;
      readonly order: readonly string[];
      readonly circles: readonly (readonly string[])[];
    }
  | { readonly type: "variables"; readonly variables: readonly ShownVariable[] };
