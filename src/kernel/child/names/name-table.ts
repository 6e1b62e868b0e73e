import vm from "node:vm";
import { type Missing, missingExportMessage, missingValueMessage } from "../../cell/missing-value.ts";
import { hasValue, type Name, type Names } from "../../cell/names.ts";
import { RUNTIME } from "../../cell/runtime-interface.ts";
import type { CellId, Undeclared } from "../../link/messages.ts";
import { CellDeclarations } from "./cell-run.ts";
import { restored } from "./kept-value.ts";
import { noValue } from "./no-value.ts";

// Cells may replace these.
const { ReferenceError, TypeError } = globalThis;

/** The declared names of all cells, with those that failed cells left undeclared and those that a reset forgot. */
export class NameTable {
  readonly #names = new Map<string, Name>();
  /** The label of the cell that last declared a name, or failed to declare it. */
  readonly #cells = new Map<string, string>();
  readonly #missing = new Map<string, Missing>();
  /** The specifier of the module that lacks a value for an imported name. */
  readonly #lacking = new Map<string, string>();
  #run: CellDeclarations | undefined;

  /** The current names, including those of the running cell. */
  get names(): Names {
    if (this.#run) this.#take(this.#run);
    return this.#names;
  }

  /** The label of a name's cell; empty for an unknown name. */
  cellOf(name: string): string {
    return this.#cells.get(name) ?? "";
  }

  /** Starts the code of a cell that declares these names. */
  begin(cell: CellId, label: string, declared: readonly Name[]): CellDeclarations {
    if (this.#run) this.#take(this.#run);
    this.#run = new CellDeclarations(cell, label, declared, this);
    for (const { name, variable, lexical } of declared) {
      if (hasValue(this.#names.get(name))) continue;
      // A script's variable stays lexical.
      const isVariable = lexical || this.#names.get(name)?.lexical === true;
      this.#names.set(name, { name, variable, lexical: isVariable, kind: "missing" });
    }
    return this.#run;
  }

  /** Records the names of a cell that ends before its code starts. */
  foresee(cell: CellId, label: string, declared: readonly Name[]): void {
    // No script has created their variables.
    this.begin(
      cell,
      label,
      declared.map((name) => ({ ...name, lexical: false })),
    ).hasBegun = false;
  }

  /**
   * Ends a cell.
   *
   * @returns the names that it did not declare; undefined when it succeeded and declared all.
   */
  end(cell: CellId, how: Missing["how"] | "done"): Undeclared | undefined {
    const run = this.#run;
    if (run?.cell !== cell) return how === "done" ? undefined : { names: [], hasBegun: false, how };
    if (run.isRunning) {
      run.undeclared = this.#end(run, how);
      run.isRunning = false;
    }
    return run.undeclared;
  }

  #end(run: CellDeclarations, how: Missing["how"] | "done"): Undeclared | undefined {
    const { marks, forgotten, declared, kept, lacked } = run;
    if (how === "done") {
      // Names in a block that did not run are undefined.
      for (let index = 0; index < marks.length; index++)
        if (!forgotten?.has(index) && !lacked.has(index)) marks[index] = 1;
    }
    this.#take(run);
    if (lacked.size > 0) this.#lack(run);
    if (how === "done" && !forgotten) return undefined;
    const left = declared.filter((_, index) => marks[index] === 0 && !lacked.has(index));
    const names = left.map(({ name }) => name);
    if (how === "done") return left.length > 0 ? { names, hasBegun: true, how: "forgotten" } : undefined;
    for (const { name, variable } of left) {
      const before = kept?.get(name);
      if (before) assign(variable, restored(before));
    }
    const missing = left.filter(({ name }) => !hasValue(this.#names.get(name)));
    for (const { name } of missing) {
      this.#missing.set(name, { cell: run.label, how });
      this.#lacking.delete(name);
      this.#cells.set(name, run.label);
    }
    this.#empty(missing);
    return { names, hasBegun: run.hasBegun, how };
  }

  /** Records imported names without a value. The type check does not learn of them: they may be types. */
  #lack({ declared, lacked, label }: CellDeclarations): void {
    const names = declared.filter((_, index) => lacked.has(index));
    for (const [index, specifier] of lacked) {
      const one = declared[index];
      if (!one) continue;
      const { name, variable, lexical } = one;
      const before = this.#names.get(name);
      if (hasValue(before) && !before.lexical) Reflect.deleteProperty(globalThis, name);
      this.#names.set(name, { name, variable, lexical: lexical || before?.lexical === true, kind: "missing" });
      this.#lacking.set(name, specifier);
      this.#cells.set(name, label);
    }
    this.#empty(names);
  }

  /** Forgets the names that the cells declared, so that their values can be collected. */
  reset(): void {
    const { names } = this;
    const known = [...names.values()];
    const run = this.#run;
    if (run?.isRunning) {
      run.forgotten = new Set([...run.marks.keys()].filter((index) => run.marks[index] === 1));
      run.marks.fill(0);
      run.taken.fill(0);
    }
    this.#empty(known);
    for (const { name, variable, lexical } of known) {
      if (lexical) this.#names.set(name, { name, variable, lexical, kind: "forgotten" });
      else {
        this.#names.delete(name);
        Reflect.deleteProperty(globalThis, name);
      }
    }
    this.#missing.clear();
    this.#lacking.clear();
    this.#cells.clear();
  }

  /** The current value of a name. */
  read(name: string): unknown {
    const known = this.names.get(name);
    if (hasValue(known)) return vm.runInThisContext(known.variable);
    if (name in globalThis) return Reflect.get(globalThis, name);
    return this.#fail(name);
  }

  /** Assigns to a name that may have been declared after the assignment was compiled. */
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
    const run = this.#run;
    if (run?.isRunning && run.declared.some((one) => one.name === name)) run.early(name);
    const specifier = this.#lacking.get(name);
    if (specifier !== undefined) throw new ReferenceError(missingExportMessage(name, specifier, this.cellOf(name)));
    const missing = this.#missing.get(name);
    throw new ReferenceError(missing ? missingValueMessage(name, missing) : `${name} is not defined`);
  }

  #take({ declared, marks, taken, label }: CellDeclarations): void {
    for (let index = 0; index < declared.length; index++) {
      const name = declared[index];
      if (!name || marks[index] === 0 || taken[index] === 1) continue;
      taken[index] = 1;
      this.#names.set(name.name, name);
      this.#missing.delete(name.name);
      this.#lacking.delete(name.name);
      this.#cells.set(name.name, label);
    }
  }

  /** Removes the values of these names' variables. */
  #empty(names: readonly Name[]): void {
    const lexical = names.filter((name) => name.lexical);
    if (lexical.length === 0) return;
    const assignments = lexical.map(({ name, variable }) => `${variable}=${RUNTIME}(${JSON.stringify(name)});`);
    const empty: unknown = vm.runInThisContext(`(${RUNTIME})=>{${assignments.join("")}}`);
    if (typeof empty === "function") empty((name: string) => noValue(() => this.#fail(name)));
  }
}

function assign(variable: string, value: unknown): void {
  // The parameter has a name that no variable of a cell has.
  const set: unknown = vm.runInThisContext(`(${RUNTIME})=>{${variable}=${RUNTIME}}`);
  if (typeof set === "function") set(value);
}
