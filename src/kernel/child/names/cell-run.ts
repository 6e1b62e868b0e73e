import type { Name } from "../../cell/names.ts";
import type { CellId, Undeclared } from "../../link/messages.ts";
import { type Kept, keptValue } from "./kept-value.ts";

// Cells may replace them.
const { ReferenceError, Uint8Array } = globalThis;

/** The names of all cells. */
type Lookup = {
  read(name: string): unknown;
  /** Throws when a name has no value. */
  check(name: string): void;
};

/** The names of one cell, as its code asks about them while it runs, and after. */
export class CellRun {
  readonly cell: CellId;
  readonly label: string;
  readonly declared: readonly Name[];
  /** Which of them are declared by now: the cell's code sets these. */
  readonly marks: Uint8Array;
  /** Which declarations the table knows of already. */
  readonly taken: Uint8Array;
  isRunning = true;
  /** Whether its code was started. */
  hasBegun = true;
  /** What a reset forgot of them. */
  forgotten: ReadonlySet<number> | undefined;
  kept: Map<string, Kept> | undefined;
  /** What it did not declare, once it has ended. */
  undeclared: Undeclared | undefined;
  readonly #all: Lookup;

  constructor(cell: CellId, label: string, declared: readonly Name[], all: Lookup) {
    this.cell = cell;
    this.label = label;
    this.declared = declared;
    this.marks = new Uint8Array(declared.length);
    this.taken = new Uint8Array(declared.length);
    this.#all = all;
  }

  /** Throws when a name of the cell is not declared yet, or never was. */
  early(name: string): void {
    if (this.isRunning) throw new ReferenceError(`Cannot access '${name}' before initialization`);
    this.#all.check(name);
  }

  /** Throws when a name has no value although nothing is going to declare it any more. */
  missing(name: string): void {
    if (!this.isRunning) this.#all.check(name);
  }

  /** Remembers the value of a name until the cell has declared it anew. */
  keep(name: string): void {
    this.kept ??= new Map();
    this.kept.set(name, keptValue(this.#all.read(name)));
  }
}
