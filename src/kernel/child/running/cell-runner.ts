import vm from "node:vm";
import { type CompiledCell, compileCell } from "../../cell/compile.ts";
import {
  findMagics,
  type MagicLine,
  mayHaveMagics,
  placeWithMagics,
  withMagicCalls,
} from "../../magic/lines/magic-lines.ts";
import type { DeclaredName } from "../../magic/magic.ts";
import type { Missing } from "../../cell/missing-value.ts";
import type { Names } from "../../cell/names.ts";
import { member } from "../../cell/runtime-interface.ts";
import type { Position } from "../../cell/source-map.ts";
import { CellSyntaxError } from "../../cell/syntax/syntax-error.ts";
import type { TransformSettings } from "../../cell/typescript/to-javascript.ts";
import type { CellId, Undeclared } from "../../link/messages.ts";
import type { Sources } from "../error-reports/stacks/compiled-sources.ts";
import { withOriginals } from "../built-ins/original-builtins.ts";
import type { Interrupts } from "./interrupts.ts";
import type { Magics } from "./run-magics.ts";
import type { ModuleLoader } from "../modules/module-loader.ts";
import { NameTable } from "../names/name-table.ts";
import { CellRuntime } from "../runtime/runtime.ts";
import { deferred } from "../../../util/deferred.ts";

// Cells may replace this.
const { setTimeout } = globalThis;
const { apply } = Reflect;
const { unref } = spentTimer();

// By then the cell's results are on their way.
const SETTLE_AFTER_MS = 20;
// The time that stopped code has to run its own `finally`.
const UNWINDING_MS = 500;

type Ended = { readonly values: readonly [unknown] } | undefined;
type Cell = () => Promise<Ended>;

/** The names of globals, which packages rely on: a cell that declares one hides it only from cells. */
const RESERVED = new Set(Object.getOwnPropertyNames(globalThis));

/** A compiled cell, ready to run. */
type Prepared = {
  readonly cell: CellId;
  readonly compiled: CompiledCell;
  readonly filename: string;
  readonly script: vm.Script;
};

export type CellRunOptions = {
  /** The cell's name in messages, such as `Cell [3]`. */
  readonly label: string;
  readonly cell: CellId;
  readonly magics: Magics;
  /** The values of names from an earlier session, with which the cell only makes its names again. */
  readonly restored?: Readonly<Record<string, unknown>> | undefined;
};

/** A cell whose leading commands run before its code. */
type Waiting = { readonly code: string; readonly commands: readonly MagicLine[]; readonly options: CellRunOptions };

/** Compiles and runs cells; keeps the names that they declare. */
export class CellRunner {
  readonly #table = new NameTable();
  readonly #loader: ModuleLoader;
  readonly #interrupts: Interrupts;
  readonly #sources: Sources;
  #count = 0;
  #prepared: Prepared | undefined;
  #waiting: Waiting | undefined;

  constructor(loader: ModuleLoader, interrupts: Interrupts, sources: Sources) {
    this.#loader = loader;
    this.#interrupts = interrupts;
    this.#sources = sources;
  }

  /** Forgets the names that the cells declared, so that their values can be collected. */
  reset(): void {
    this.#table.reset();
  }

  get names(): Names {
    return this.#table.names;
  }

  /** The declared names, with a way to read their current values. */
  declarations(): DeclaredName[] {
    return [...this.names.values()]
      .filter(({ kind }) => kind !== "forgotten")
      .map(({ name, kind }) => ({
        name,
        kind,
        cell: this.#table.cellOf(name),
        read: () => this.#table.read(name),
      }));
  }

  /**
   * Records, once, which names a cell declared.
   *
   * @returns the names that it did not declare; undefined when it succeeded and declared all.
   */
  end(cell: CellId, how: Missing["how"] | "done"): Undeclared | undefined {
    return withOriginals(() => {
      if (how !== "done" && this.#waiting?.options.cell === cell) this.#foresee(this.#waiting);
      return this.#table.end(cell, how);
    });
  }

  #isAtHand(name: string): boolean {
    return this.names.has(name) || name in globalThis;
  }

  /** Compiles a cell that will probably run next. */
  prepare({ cell, code, label }: { cell: CellId; code: string; label: string }): void {
    this.#prepared = undefined;
    if (mayHaveMagics(code)) return;
    try {
      this.#prepared = withOriginals(() => {
        const compiled = this.#compile(code);
        const filename = this.#newFile(label);
        return { cell, compiled, filename, script: scriptOf(compiled, filename) };
      });
    } catch {
      // The run compiles it again and reports the error.
    }
  }

  /**
   * Runs code as a cell.
   *
   * @returns the value of its last expression as the only item of `values`, if the cell ends in an expression.
   * @throws {CellSyntaxError} when it is not TypeScript; the code's own errors.
   */
  async run(code: string, options: CellRunOptions): Promise<Ended> {
    const { label, cell: id, magics, restored } = options;
    // The traceback of a syntax error shows a line of it.
    this.#sources.add(label, { label, text: code, cell: id, locate: (at) => at });
    const made =
      restored === undefined ? code : (await import("../../cell/restoring/restored-source.ts")).restoredSource(code);
    const commands = mayHaveMagics(made) ? withOriginals(() => findMagics(made, (name) => this.#isAtHand(name))) : [];
    this.#waiting = commands.length > 0 ? { code: made, commands, options } : undefined;
    // Cells may have replaced the array iterator.
    for (let index = 0; index < commands.length; index++) {
      const command = commands[index];
      if (command?.isLeading) await magics.run(command);
    }
    const { cell, runtime, usesMeta, usesResources } = withOriginals(() => {
      const context = new CellRuntime(this.#interrupts, this.#loader, {
        cell: id,
        magic: async (index, argument) => {
          const command = commands[index];
          return command && (await magics.run(command, argument));
        },
        table: this.#table,
        restored,
      });
      const prepared = this.#prepared?.cell === id ? this.#prepared : undefined;
      this.#prepared = undefined;
      const compiled = prepared?.compiled ?? this.#compileWith(commands, made);
      const filename = prepared?.filename ?? this.#newFile(label);
      const { locate, sourceOf } = compiled;
      this.#sources.add(filename, { label, text: code, cell: id, locate, sourceOf });
      const script = prepared?.script ?? scriptOf(compiled, filename);
      return {
        runtime: context,
        cell: this.#start(compiled, script, context, options),
        usesMeta: compiled.code.includes(member("meta")),
        usesResources: compiled.code.includes(`${member("use")}(`),
      };
    });
    if (usesMeta) await this.#loader.ready();
    const ended = usesResources ? this.#disposing(cell, runtime) : cell();
    return commands.length === 0 ? ended : ended.finally(() => magics.end());
  }

  #compileWith(commands: readonly MagicLine[], code: string): CompiledCell {
    if (commands.length === 0) return this.#compile(code);
    const back = (at: Position): Position => placeWithMagics(code, commands, at);
    try {
      const compiled = this.#compile(withMagicCalls(code, commands));
      const locate = (position: Position): Position | undefined => {
        const at = compiled.locate(position);
        return at && back(at);
      };
      return { ...compiled, locate };
    } catch (error) {
      if (!(error instanceof CellSyntaxError)) throw error;
      const { line, column } = back(error);
      throw new CellSyntaxError(error.message, line, column);
    }
  }

  #compile(code: string): CompiledCell {
    return compileCell(code, {
      names: this.names,
      reserved: RESERVED,
      settings: () => this.#settings(),
    });
  }

  #settings(): TransformSettings {
    const { settings } = this.#loader.project.configs.of(this.#loader.folder);
    return { ...settings, typescript: { ...settings.typescript, onlyRemoveTypeImports: true } };
  }

  #newFile(label: string): string {
    this.#count += 1;
    return `${label}#${this.#count}`;
  }

  /** Runs a cell with `using`: its resources are disposed of at its end, or after Stop when it does not return. */
  async #disposing(cell: Cell, runtime: CellRuntime): ReturnType<Cell> {
    let disposal: Promise<void> | undefined;
    const ended = deferred<void>();
    // Terminating the cell's code also terminates this function.
    void this.#interrupts.during(ended.promise, () => {
      setTimeout(() => {
        disposal ??= runtime.dispose({ failed: false });
      }, UNWINDING_MS);
    });
    try {
      const value = await cell();
      await (disposal ??= runtime.dispose({ failed: false }));
      return value;
    } catch (error) {
      await (disposal ??= runtime.dispose({ failed: true, error }));
      throw error;
    } finally {
      ended.resolve();
    }
  }

  /** Declares the names of a cell without values, because a leading command ended it. */
  #foresee({ code, commands, options }: Waiting): void {
    this.#waiting = undefined;
    try {
      this.#table.foresee(options.cell, options.label, this.#compileWith(commands, code).declared);
    } catch (error) {
      // Code with a syntax error declares no names.
      if (!(error instanceof CellSyntaxError)) throw error;
    }
  }

  #start(compiled: CompiledCell, script: vm.Script, runtime: CellRuntime, { cell, label }: CellRunOptions): Cell {
    const make: (runtime: CellRuntime, require: NodeJS.Require) => Cell = script.runInThisContext();
    apply(
      unref,
      setTimeout(() => withOriginals(compiled.settle), SETTLE_AFTER_MS),
      [],
    );
    this.#waiting = undefined;
    runtime.begin(this.#table.begin(cell, label, compiled.declared));
    return make(runtime, this.#loader.require);
  }
}

function scriptOf({ code }: CompiledCell, filename: string): vm.Script {
  return new vm.Script(code, { filename, importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER });
}

function spentTimer(): NodeJS.Timeout {
  const timer = setTimeout(() => {}, 0);
  clearTimeout(timer);
  return timer;
}
