import vm from "node:vm";
import { type CompiledCell, compileCell } from "../cell/compile.ts";
import { findMagics, type MagicLine, mayHaveMagics, placeWithMagics, withMagicCalls } from "../magic/lines.ts";
import type { DeclaredName } from "../magic/magic.ts";
import type { Name } from "../cell/names.ts";
import { RUNTIME } from "../cell/rewrite.ts";
import type { Position } from "../cell/source-map.ts";
import { CellSyntaxError } from "../cell/syntax-error.ts";
import type { TransformSettings } from "../cell/transform.ts";
import type { CellId } from "../link/messages.ts";
import type { Sources } from "./errors/sources.ts";
import { withOriginals } from "./intrinsics.ts";
import type { Interrupts } from "./interrupts.ts";
import type { Magics } from "./magics.ts";
import type { ModuleLoader } from "./modules/loader.ts";
import { CellRuntime } from "./runtime/runtime.ts";

// Cells may replace it.
const { setTimeout } = globalThis;

// When the cell's results are on their way.
const SETTLE_AFTER_MS = 20;
// Until what is stopped has come to its end, with its own `finally`.
const UNWINDING_MS = 500;

type Ended = { readonly values: readonly [unknown] } | undefined;
type Cell = () => Promise<Ended>;

/** The names of the globals that packages rely on: a cell that declares one hides it only for cells. */
const RESERVED = new Set(Object.getOwnPropertyNames(globalThis));

// Names that people use for their own things, and that packages do not look for.
for (const free of ["name", "status", "event", "input", "prompt", "display", "crypto"]) RESERVED.delete(free);

/** A cell that only has to be run. */
type Prepared = {
  readonly cell: CellId;
  readonly compiled: CompiledCell;
  readonly filename: string;
  readonly script: vm.Script;
};

export type RunOptions = {
  /** What people call the cell. */
  readonly label: string;
  readonly cell: CellId;
  readonly magics: Magics;
};

/** Compiles and runs cells; keeps the names that they declare. */
export class CellRunner {
  readonly #names = new Map<string, Name>();
  /** What people call the cell that declared a name last. */
  readonly #declaredIn = new Map<string, string>();
  readonly #loader: ModuleLoader;
  readonly #interrupts: Interrupts;
  readonly #sources: Sources;
  #count = 0;
  #prepared: Prepared | undefined;

  constructor(loader: ModuleLoader, interrupts: Interrupts, sources: Sources) {
    this.#loader = loader;
    this.#interrupts = interrupts;
    this.#sources = sources;
  }

  /** Forgets what the cells declared; the values can be collected. */
  reset(): void {
    const known = [...this.#names.values()].filter(({ kind }) => kind !== "forgotten");
    const lexical = known.filter((name) => name.lexical).map(({ variable }) => `${variable}=`);
    if (lexical.length > 0) vm.runInThisContext(`${lexical.join("")}void 0;`);
    for (const name of known) {
      if (name.lexical) this.#names.set(name.name, { ...name, kind: "forgotten" });
      else this.#names.delete(name.name);
      if (!name.lexical) Reflect.deleteProperty(globalThis, name.name);
    }
  }

  get names(): ReadonlyMap<string, Name> {
    return this.#names;
  }

  /** The names that there are, with the values that they have now. */
  declarations(): DeclaredName[] {
    return [...this.#names.values()]
      .filter(({ kind }) => kind !== "forgotten")
      .map(({ name, kind }) => ({
        name,
        kind,
        cell: this.#declaredIn.get(name) ?? "",
        read: () => this.#read(name),
      }));
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
      // When it runs, it is compiled again, and says what is wrong.
    }
  }

  /**
   * Runs code as a cell.
   *
   * @returns the value of its last expression as the only one of `values`, if that is what it ends with.
   * @throws {CellSyntaxError} when it is not TypeScript; whatever the code throws.
   */
  async run(code: string, { label, cell: id, magics }: RunOptions): Promise<Ended> {
    // Without this the traceback of a syntax error has no text to show.
    this.#sources.add(label, { label, text: code, cell: id, locate: (at) => at });
    const commands = mayHaveMagics(code) ? withOriginals(() => findMagics(code)) : [];
    // Not by iterators, which cells may have replaced.
    for (let index = 0; index < commands.length; index++) {
      const command = commands[index];
      if (command?.isLeading) await magics.run(command);
    }
    const { cell, runtime, usesMeta, usesResources } = withOriginals(() => {
      const made = new CellRuntime(this.#interrupts, this.#loader, {
        cell: id,
        magic: async (index, argument) => {
          const command = commands[index];
          if (command) await magics.run(command, argument);
        },
        isKnown: (name) => this.#isKnown(name),
        read: (name) => this.#read(name),
      });
      const prepared = this.#prepared?.cell === id ? this.#prepared : undefined;
      this.#prepared = undefined;
      const compiled = prepared?.compiled ?? this.#compileWith(commands, code);
      const filename = prepared?.filename ?? this.#newFile(label);
      this.#sources.add(filename, { label, text: code, cell: id, locate: compiled.locate });
      const script = prepared?.script ?? scriptOf(compiled, filename);
      return {
        runtime: made,
        cell: this.#start(compiled, script, made, label),
        usesMeta: compiled.code.includes(`${RUNTIME}.meta`),
        usesResources: compiled.code.includes(`${RUNTIME}.use(`),
      };
    });
    if (usesMeta) await this.#loader.ready();
    return usesResources ? this.#disposing(cell, runtime) : cell();
  }

  #isKnown(name: string): boolean {
    const kind = this.#names.get(name)?.kind;
    return kind !== undefined && kind !== "forgotten";
  }

  /** The value that a name has now. */
  #read(name: string): unknown {
    const known = this.#names.get(name);
    if (!known || known.kind === "forgotten") throw new ReferenceError(`${name} is not defined`);
    return vm.runInThisContext(known.variable);
  }

  #compileWith(commands: readonly MagicLine[], code: string): CompiledCell {
    if (commands.length === 0) return this.#compile(code);
    const back = (at: Position): Position => placeWithMagics(code, commands, RUNTIME, at);
    try {
      const compiled = this.#compile(withMagicCalls(code, commands, RUNTIME));
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
      names: this.#names,
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

  /** A cell with `using`: what it took is disposed of at its end, or when it is stopped and does not come back. */
  async #disposing(cell: Cell, runtime: CellRuntime): ReturnType<Cell> {
    let disposal: Promise<void> | undefined;
    let end = (): void => {};
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    // Terminated code takes this function along.
    void this.#interrupts.during(ended, () => {
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
      end();
    }
  }

  #start(compiled: CompiledCell, script: vm.Script, runtime: CellRuntime, label: string): Cell {
    const make: (runtime: CellRuntime, require: NodeJS.Require) => Cell = script.runInThisContext();
    setTimeout(() => withOriginals(compiled.settle), SETTLE_AFTER_MS);
    for (const name of compiled.declared) {
      this.#names.set(name.name, name);
      this.#declaredIn.set(name.name, label);
    }
    return make(runtime, this.#loader.require);
  }
}

function scriptOf({ code }: CompiledCell, filename: string): vm.Script {
  return new vm.Script(code, { filename, importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER });
}
