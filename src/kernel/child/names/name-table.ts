import vm from "node:vm";
import { type Missing, missingValueMessage } from "../../cell/missing-value.ts";
import { hasValue, type Name, type Names } from "../../cell/names.ts";
import type { CellId, Undeclared } from "../../link/messages.ts";
import { type Kept, keptValue, restored } from "./kept-value.ts";
import { noValue } from "./no-value.ts";

// Cells may replace them.
const { ReferenceError, TypeError, Uint8Array } = globalThis;

/** The names of one cell. */
type Run = {
  readonly cell: CellId;
  readonly label: string;
  readonly declared: readonly Name[];
  /** Which of them are declared by now: the cell's code sets these. */
  readonly marks: Uint8Array;
  /** The declarations that are in the table already. */
  readonly taken: Set<number>;
  /** What a reset forgot of them. */
  readonly forgotten: Set<number>;
  readonly kept: Map<string, Kept>;
  isRunning: boolean;
  undeclared?: Undeclared | undefined;
};

/** What a cell's code asks about its names while it runs, and after. */
export type CellNames = {
  readonly marks: Uint8Array;
  /** Throws when a name of the cell is not declared yet, or never was. */
  readonly early: (name: string) => void;
  /** Throws when a name has no value although nothing is going to declare it any more. */
  readonly missing: (name: string) => void;
  /** Remembers the value of a name until the cell has declared it anew. */
  readonly keep: (name: string) => void;
};

/** The names that the cells declared, those that they failed to declare, and those that were forgotten. */
export class NameTable {
  readonly #names = new Map<string, Name>();
  /** What people call the cell that declared a name last, or was to. */
  readonly #cells = new Map<string, string>();
  readonly #missing = new Map<string, Missing>();
  #run: Run | undefined;

  /** The names as of now, also of a cell that runs. */
  get names(): Names {
    if (this.#run) this.#take(this.#run);
    return this.#names;
  }

  /** What people call the cell of a name. */
  cellOf(name: string): string {
    return this.#cells.get(name) ?? "";
  }

  /** A cell's code starts, which is to declare these names. */
  begin(cell: CellId, label: string, declared: readonly Name[]): CellNames {
    if (this.#run) this.#take(this.#run);
    const marks = new Uint8Array(declared.length);
    const run: Run = {
      cell,
      label,
      declared,
      marks,
      taken: new Set(),
      forgotten: new Set(),
      kept: new Map(),
      isRunning: true,
    };
    this.#run = run;
    for (const name of declared) {
      if (!hasValue(this.#names.get(name.name))) this.#lack(name, run, "failed");
    }
    return {
      marks,
      early: (name) => {
        if (run.isRunning) throw new ReferenceError(`Cannot access '${name}' before initialization`);
        this.check(name);
      },
      missing: (name) => {
        if (!run.isRunning) this.check(name);
      },
      keep: (name) => void run.kept.set(name, keptValue(this.read(name))),
    };
  }

  /**
   * A cell ended, or the part of it that counts.
   *
   * @returns the names that it did not declare, if any; `all` when its code never started.
   */
  end(cell: CellId, how: Missing["how"] | "done"): Undeclared | undefined {
    const run = this.#run;
    if (run?.cell !== cell) return how === "done" ? undefined : { names: "all", how };
    if (run.isRunning) {
      run.undeclared = this.#end(run, how);
      run.isRunning = false;
    }
    return run.undeclared;
  }

  #end(run: Run, how: Missing["how"] | "done"): Undeclared | undefined {
    const { marks, forgotten, declared, kept } = run;
    // What a block did not come to is undefined.
    if (how === "done") for (const index of marks.keys()) if (!forgotten.has(index)) marks[index] = 1;
    this.#take(run);
    const left = declared.filter((_, index) => marks[index] === 0);
    if (left.length === 0 && how === "done") return undefined;
    const undeclared = left.map(({ name }) => name);
    if (how === "done") return { names: undeclared, how: "forgotten" };
    for (const { name, variable } of left) {
      const before = kept.get(name);
      if (before) assign(variable, restored(before));
    }
    const missing = left.filter(({ name }) => !hasValue(this.#names.get(name)));
    for (const name of missing) this.#lack(name, run, how);
    this.#empty(missing);
    return { names: undeclared, how };
  }

  /** Forgets what the cells declared; the values can be collected. */
  reset(): void {
    const { names } = this;
    const known = [...names.values()];
    const run = this.#run;
    for (const [index, { name }] of run?.declared.entries() ?? []) {
      if (run?.marks[index] === 1 && hasValue(names.get(name))) run.forgotten.add(index);
    }
    run?.marks.fill(0);
    run?.taken.clear();
    this.#empty(known);
    for (const { name, variable, lexical } of known) {
      if (lexical) this.#names.set(name, { name, variable, lexical, kind: "forgotten" });
      else {
        this.#names.delete(name);
        Reflect.deleteProperty(globalThis, name);
      }
    }
    this.#missing.clear();
    this.#cells.clear();
  }

  /** The value that a name has now. */
  read(name: string): unknown {
    const known = this.names.get(name);
    if (hasValue(known)) return vm.runInThisContext(known.variable);
    if (name in globalThis) return Reflect.get(globalThis, name);
    return this.#fail(name);
  }

  /** Assigns to a name that may have been declared since the assignment was compiled. */
  write(name: string, value: unknown): void {
    const known = this.names.get(name);
    if (hasValue(known)) {
      if (known.kind === "constant" || known.kind === "import") throw new TypeError("Assignment to constant variable.");
      assign(known.variable, value);
    } else if (name in globalThis) Reflect.set(globalThis, name, value);
    else this.#fail(name);
  }

  /** @throws {ReferenceError} when a name has no value. */
  check(name: string): void {
    if (!hasValue(this.names.get(name)) && !(name in globalThis)) this.#fail(name);
  }

  #fail(name: string): never {
    const missing = this.#missing.get(name);
    if (!missing) throw new ReferenceError(`${name} is not defined`);
    const run = this.#run;
    const isAhead = run?.isRunning === true && run.declared.some((one) => one.name === name);
    throw new ReferenceError(
      isAhead ? `Cannot access '${name}' before initialization` : missingValueMessage(name, missing),
    );
  }

  #lack({ name, variable, lexical }: Name, { label }: Run, how: Missing["how"]): void {
    const known = this.#names.get(name);
    this.#names.set(name, { name, variable, lexical: lexical || known?.lexical === true, kind: "missing" });
    this.#missing.set(name, { cell: label, how });
    this.#cells.set(name, label);
  }

  #take({ declared, marks, taken, label }: Run): void {
    for (let index = 0; index < declared.length; index++) {
      const name = declared[index];
      if (!name || marks[index] === 0 || taken.has(index)) continue;
      taken.add(index);
      this.#names.set(name.name, name);
      this.#missing.delete(name.name);
      this.#cells.set(name.name, label);
    }
  }

  /** Leaves no value in the variables of these names. */
  #empty(names: readonly Name[]): void {
    const lexical = names.filter((name) => name.lexical);
    if (lexical.length === 0) return;
    const assignments = lexical.map(({ name, variable }) => `${variable}=none(${JSON.stringify(name)});`);
    const empty: unknown = vm.runInThisContext(`(none)=>{${assignments.join("")}}`);
    if (typeof empty === "function") empty((name: string) => noValue(() => this.#fail(name)));
  }
}

function assign(variable: string, value: unknown): void {
  const set: unknown = vm.runInThisContext(`(value)=>{${variable}=value}`);
  if (typeof set === "function") set(value);
}
