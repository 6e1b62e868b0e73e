import type { Name } from "../../cell/names.ts";
import type { CellId, Undeclared } from "../../link/messages.ts";
import { type KeptValue, keptValue } from "./kept-value.ts";

// Cells may replace these.
const { ReferenceError, Uint8Array } = globalThis;

/** The names of all cells. */
type Lookup = {
  read(name: string): unknown;
  /** Throws when a name has no value. */
  check(name: string): void;
};

/** The names of one cell, during its run and after it. */
export class CellDeclarations {
  readonly cell: CellId;
  readonly label: string;
  readonly declared: readonly Name[];
  /** 1 for each name that is already declared; the cell's code sets these. */
  readonly marks: Uint8Array;
  /** 1 for each declaration that the table has already. */
  readonly taken: Uint8Array;
  isRunning = true;
  /** True once its code has started. */
  hasBegun = true;
  /** The indices of names that a reset forgot. */
  forgotten: ReadonlySet<number> | undefined;
  kept: Map<string, KeptValue> | undefined;
  /** The indices of imported names that their modules do not export as values, with the modules' specifiers. */
  readonly lacked: Map<number, string> = new Map();
  /** The names that it did not declare, once it has ended. */
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

  /** Throws when a name has no value and its cell has ended. */
  missing(name: string): void {
    if (!this.isRunning) this.#all.check(name);
  }

  /** Records that the module of an imported name exports no value for it, at most a type. */
  lack(mark: number, specifier: string): void {
    this.lacked.set(mark, specifier);
  }

  /** Remembers the value of a name until the cell has declared it again. */
  keep(name: string): void {
    this.kept ??= new Map();
    this.kept.set(name, keptValue(this.#all.read(name)));
  }
}
