import { types } from "node:util";
import { compiledHelpers, disposerOf, suppressed } from "./helpers.ts";
import type { CellId } from "../../link/messages.ts";
import { isObject } from "../is-object.ts";
import type { Interrupts } from "../interrupts.ts";
import type { ModuleLoader } from "../modules/loader.ts";
import { hasValue } from "../../cell/names.ts";
import type { Module, Runtime } from "../../cell/runtime.ts";
import type { CellRun } from "../names/cell-run.ts";
import type { NameTable } from "../names/name-table.ts";
import { noValue } from "../names/no-value.ts";

const NONE = noValue(() => {
  throw new ReferenceError("A name was used before the cell that declares it came to its declaration");
});

function isIterable(values: unknown): boolean {
  if (values === null || values === undefined) return false;
  const object: object = Object(values);
  return [Symbol.asyncIterator, Symbol.iterator].some((key) => typeof Reflect.get(object, key) === "function");
}

type RuntimeParts = {
  readonly cell: CellId;
  readonly magic: (index: number, code?: () => unknown) => Promise<void>;
  readonly table: NameTable;
};

/** The runtime of one cell. */
export class CellRuntime implements Runtime {
  readonly helpers = compiledHelpers;
  readonly #cell: CellId;
  readonly #interrupts: Interrupts;
  readonly #loader: ModuleLoader;
  readonly #magic: RuntimeParts["magic"];
  #names: CellRun | undefined;
  readonly #disposals: { dispose: () => unknown }[] = [];

  /** A place to assign to in place of a constant. */
  readonly constants: object;

  /** A place for a name that had no value when the cell was compiled, and may have been declared anew since. */
  readonly forgotten: object;

  /** The same for `typeof`, to which a name that is still forgotten is undefined. */
  readonly perhaps: object;

  /** What variables hold that have no value yet. */
  readonly none = NONE;

  /** Which of the cell's names are declared, in the order of their marks. */
  marks: Uint8Array = new Uint8Array();

  constructor(interrupts: Interrupts, loader: ModuleLoader, { cell, magic, table }: RuntimeParts) {
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
    this.#cell = cell;
    this.#interrupts = interrupts;
    this.#loader = loader;
    this.#magic = magic;
  }

  /** The cell starts; these are its names. */
  begin(names: CellRun): void {
    this.#names = names;
    this.marks = names.marks;
  }

  /** Asked before a use of one of the cell's names that may come before its declaration. */
  early(name: string): void {
    this.#names?.early(name);
  }

  /** Asked before a use of one of the cell's names that a block or an import may have left without a value. */
  missing(name: string): void {
    this.#names?.missing(name);
  }

  /** Remembers the value of a name until the cell has declared it anew. */
  keep(name: string): void {
    this.#names?.keep(name);
  }

  /** Makes a global that reads a module a name with a value of its own. */
  own<T>(name: string, value: T): T {
    Object.defineProperty(globalThis, name, { configurable: true, enumerable: false, writable: true, value });
    return value;
  }

  /** Runs the cell's command of this number, with its argument as a function where that is code. */
  magic(index: number, code?: () => unknown): Promise<void> {
    return this.#magic(index, code);
  }

  get meta(): ImportMeta {
    return this.#loader.meta();
  }

  enter(): number {
    return this.#interrupts.enter();
  }

  /** What a cell waits for: nothing ever comes when it should have ended. */
  wait<T>(value: T): T | Promise<never> {
    return this.#interrupts.goesOn(undefined) ? new Promise<never>(() => {}) : value;
  }

  /** The same outside of functions, which other cells may call. */
  waitHere<T>(value: T): T | Promise<never> {
    return this.#interrupts.goesOn(this.#cell) ? new Promise<never>(() => {}) : value;
  }

  resume<T>(entered: number, value: T): T {
    this.#interrupts.check(entered);
    return value;
  }

  async *iterate<T>(values: AsyncIterable<T> | Iterable<T>): AsyncGenerator<T> {
    const entered = this.enter();
    if (!isIterable(values)) {
      throw new TypeError(`${isObject(values) ? "(intermediate value)" : String(values)} is not async iterable`);
    }
    for await (const value of values) {
      this.#interrupts.check(entered);
      yield value;
    }
  }

  load(specifier: string, attributes?: ImportAttributes): Promise<Module> {
    return this.#loader.load(specifier, attributes);
  }

  import(specifier: unknown, options?: ImportCallOptions): Promise<Module> {
    return this.#loader.load(String(specifier), options?.with);
  }

  /** One export. */
  pick(module: Module, specifier: string, key: string, isNeeded: boolean): unknown {
    if (key === "*") return module;
    if (key in module) return module[key];
    // What a package's types and its CommonJS export by name, its ES module may export as one object.
    const whole = module["default"];
    if (isObject(whole) && key in whole) return Reflect.get(whole, key);
    if (!isNeeded) return undefined;
    throw new SyntaxError(`The requested module '${specifier}' does not provide an export named '${key}'`);
  }

  /** Makes an export a global name, which reads an ES module each time. */
  bind(name: string, module: Module, specifier: string, key: string, isNeeded: boolean): void {
    const value = this.pick(module, specifier, key, isNeeded);
    const isLive = key in module && types.isModuleNamespaceObject(module);
    const isFixed = typeof value === "function" || !isLive;
    Object.defineProperty(globalThis, name, {
      configurable: true,
      enumerable: false,
      ...(isFixed ? { value, writable: true } : { get: () => module[key] }),
    });
  }

  /** Takes a resource of a top-level `using`. */
  use<T>(resource: T, isAsync: boolean): T {
    if (resource === null || resource === undefined) return resource;
    const dispose = disposerOf(resource, isAsync);
    this.#disposals.push({ dispose: () => Reflect.apply(dispose, resource, []) });
    return resource;
  }

  /** Disposes of what the cell's `using` declarations took, the last first. */
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
