import { types } from "node:util";
import { compiledHelpers, disposerOf, suppressed } from "./helpers.ts";
import type { CellId } from "../../link/messages.ts";
import { isObject } from "../is-object.ts";
import type { Interrupts } from "../running/interrupts.ts";
import type { ModuleLoader } from "../modules/module-loader.ts";
import { hasValue } from "../../cell/names.ts";
import type { Module, Runtime } from "../../cell/runtime-interface.ts";
import type { CellDeclarations } from "../names/cell-run.ts";
import type { NameTable } from "../names/name-table.ts";
import { noValue } from "../names/no-value.ts";

const NONE = noValue(() => {
  throw new ReferenceError("A name was used before its cell reached the declaration");
});

function isIterable(values: unknown): boolean {
  if (values === null || values === undefined) return false;
  const object: object = Object(values);
  return [Symbol.asyncIterator, Symbol.iterator].some((key) => typeof Reflect.get(object, key) === "function");
}

/** The owner of an export: the module, or its default object. */
function holderOf(module: Module, key: string): object | undefined {
  if (key in module) return module;
  // A package's types and CommonJS may have named exports that its ES module has on one default object.
  const whole = module["default"];
  return isObject(whole) && key in whole ? whole : undefined;
}

type RuntimeParts = {
  readonly cell: CellId;
  readonly magic: (index: number, code?: () => unknown) => Promise<unknown>;
  readonly table: NameTable;
  readonly restored: Readonly<Record<string, unknown>> | undefined;
};

/** The runtime of one cell. */
export class CellRuntime implements Runtime {
  readonly helpers = compiledHelpers;
  readonly #cell: CellId;
  readonly #interrupts: Interrupts;
  readonly #loader: ModuleLoader;
  readonly #magic: RuntimeParts["magic"];
  #names: CellDeclarations | undefined;
  readonly #disposals: { dispose: () => unknown }[] = [];

  /** Assignments to constants are compiled to assignments to its properties, which throw. */
  readonly constants: object;

  /** Gives access to names that had no value at compile time, but may have been declared since. */
  readonly forgotten: object;

  /** As `forgotten`, but for `typeof`: gives undefined for a name that still has no value. */
  readonly perhaps: object;

  /** The content of variables without a value. */
  readonly none = NONE;

  /** 1 for each of the cell's names that is already declared. */
  marks: Uint8Array = new Uint8Array();

  /** The values of names from an earlier session. */
  readonly restored: Readonly<Record<string, unknown>>;

  constructor(interrupts: Interrupts, loader: ModuleLoader, { cell, magic, table, restored = {} }: RuntimeParts) {
    const read = (_target: object, name: string | symbol): unknown => table.read(String(name));
    this.constants = new Proxy(Object.create(null), {
      get: read,
      set() {
        throw new TypeError("Assignment to constant variable.");
      },
    });
    this.forgotten = new Proxy(Object.create(null), {
      get: read,
      set(_target, name, value) {
        table.write(String(name), value);
        return true;
      },
    });
    this.perhaps = new Proxy(Object.create(null), {
      get: (_target, name) => (hasValue(table.names.get(String(name))) ? table.read(String(name)) : undefined),
    });
    this.restored = restored;
    this.#cell = cell;
    this.#interrupts = interrupts;
    this.#loader = loader;
    this.#magic = magic;
  }

  /** Starts the cell with its names. */
  begin(names: CellDeclarations): void {
    this.#names = names;
    this.marks = names.marks;
  }

  /** Called before a use of a name that may come before its declaration. */
  early(name: string): void {
    this.#names?.early(name);
  }

  /** Called before a use of a name that a block or an import may have left without a value. */
  missing(name: string): void {
    this.#names?.missing(name);
  }

  /** Remembers the value of a name until the cell has declared it again. */
  keep(name: string): void {
    this.#names?.keep(name);
  }

  /** Replaces a global that reads a module with one that has its own value. */
  own<T>(name: string, value: T): T {
    Object.defineProperty(globalThis, name, { configurable: true, enumerable: false, writable: true, value });
    return value;
  }

  /** Runs the cell's command with this index; an argument that is code comes as a function. */
  magic(index: number, code?: () => unknown): Promise<unknown> {
    return this.#magic(index, code);
  }

  get meta(): ImportMeta {
    return this.#loader.meta();
  }

  enter(): number {
    return this.#interrupts.enter();
  }

  /** The operand of an `await`; never settles once the cell should have ended. */
  wait<T>(value: T): T | Promise<never> {
    return this.#interrupts.goesOn(undefined) ? new Promise<never>(() => {}) : value;
  }

  /** As `wait`, for an `await` outside of functions: other cells may call functions. */
  waitHere<T>(value: T): T | Promise<never> {
    return this.#interrupts.goesOn(this.#cell) ? new Promise<never>(() => {}) : value;
  }

  resume<T>(entered: number, value?: T): T | undefined {
    this.#interrupts.check(entered);
    return value;
  }

  iterate<T>(values: AsyncIterable<T> | Iterable<T>): AsyncIterable<T> | Iterable<T> {
    if (!isIterable(values)) {
      throw new TypeError(`${isObject(values) ? "(intermediate value)" : String(values)} is not async iterable`);
    }
    return values;
  }

  load(specifier: string, attributes?: ImportAttributes, names?: readonly string[]): Promise<Module> {
    return this.#loader.load(specifier, attributes, names);
  }

  import(specifier: unknown, options?: ImportCallOptions): Promise<Module> {
    return this.#loader.load(String(specifier), options?.with);
  }

  /** True when a module has an export that the cell imports but does not use. If not, the mark's name has no value. */
  offers(module: Module, specifier: string, key: string, mark: number): boolean {
    const isOffered = key === "*" || holderOf(module, key) !== undefined;
    if (!isOffered) this.#names?.lack(mark, specifier);
    return isOffered;
  }

  /** Gets one export. */
  pick(module: Module, specifier: string, key: string): unknown {
    if (key === "*") return module;
    const holder = holderOf(module, key);
    if (holder) return Reflect.get(holder, key);
    throw new SyntaxError(`The requested module '${specifier}' does not provide an export named '${key}'`);
  }

  /** Makes an export a global. The global of an ES module's export reads it each time, unless it is a function. */
  bind(name: string, module: Module, specifier: string, key: string): void {
    const value = this.pick(module, specifier, key);
    const isLive = key in module && types.isModuleNamespaceObject(module);
    const isFixed = typeof value === "function" || !isLive;
    Object.defineProperty(globalThis, name, {
      configurable: true,
      enumerable: false,
      ...(isFixed ? { value, writable: true } : { get: () => module[key] }),
    });
  }

  /** Registers a resource of a top-level `using`. */
  use<T>(resource: T, isAsync: boolean): T {
    if (resource === null || resource === undefined) return resource;
    const dispose = disposerOf(resource, isAsync);
    this.#disposals.push({ dispose: () => Reflect.apply(dispose, resource, []) });
    return resource;
  }

  /** Disposes of the cell's `using` resources, the last first. */
  async dispose(outcome: { readonly failed: boolean; readonly error?: unknown }): Promise<void> {
    let { failed, error } = outcome;
    while (this.#disposals.length > 0) {
      try {
        await this.#disposals.pop()?.dispose();
      } catch (thrown) {
        error = failed ? suppressed(thrown, error) : thrown;
        failed = true;
      }
    }
    if (failed) throw error;
  }
}
