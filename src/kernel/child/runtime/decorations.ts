import type { ClassDecoration, DecoratedMember, Decorator } from "../../cell/runtime-interface.ts";
import { isObject } from "../is-object.ts";

type Callback = (this: unknown, value?: unknown) => unknown;

const METADATA: symbol = symbolNamed("metadata") ?? Symbol.for("Symbol.metadata");

function symbolNamed(name: string): symbol | undefined {
  const found: unknown = Reflect.get(Symbol, name);
  return typeof found === "symbol" ? found : undefined;
}

/** Receives the parts of a class with standard decorators from its compiled code (see lowerDecorators). */
export function decorateClass(classDecorators: readonly Decorator[]): ClassDecoration {
  return new Decorations(classDecorators);
}

class Decorations implements ClassDecoration {
  readonly #classDecorators: readonly Decorator[];
  readonly #keys = new Map<number, PropertyKey>();
  readonly #initializers = new Map<number, Callback[]>();
  readonly #after = new Map<number, Callback[]>();
  readonly #start: Callback[] = [];
  readonly #later: Callback[] = [];
  /** The class before decoration. */
  self: object | undefined;
  #metadata: object = {};
  #decorated: object = {};

  constructor(classDecorators: readonly Decorator[]) {
    this.#classDecorators = classDecorators;
  }

  /** Remembers a computed key. */
  key(index: number, value: unknown): PropertyKey {
    const key = typeof value === "symbol" ? value : String(value);
    this.#keys.set(index, key);
    return key;
  }

  keyOf(index: number): PropertyKey | undefined {
    return this.#keys.get(index);
  }

  /**
   * Applies the decorators of all members (methods before fields, static before instance), then those of the class.
   *
   * @returns the decorated class.
   */
  begin(target: { readonly name: string }, entries: readonly DecoratedMember[]): object {
    this.self = target;
    this.#metadata = Object.create(metadataOf(Object.getPrototypeOf(target)));
    const isField = ({ kind }: DecoratedMember): boolean => kind === "field";
    const staticInitializers: Callback[] = [];
    for (const fields of [false, true]) {
      for (const isStatic of [true, false]) {
        const group = entries.filter((entry) => isField(entry) === fields && entry.isStatic === isStatic);
        for (const entry of group) this.#decorate(target, entry, isStatic ? staticInitializers : this.#start);
      }
    }
    this.#decorateClass(target);
    run(staticInitializers, this.#decorated);
    return this.#decorated;
  }

  /** Runs the initializers of methods at the start of a construction. */
  start(instance: unknown): void {
    run(this.#start, instance);
  }

  /** The value of a field after its decorators have run. */
  init(index: number, instance: unknown, value: unknown): unknown {
    const initializers = this.#initializers.get(index) ?? [];
    return initializers.reduce<unknown>((current, initialize) => Reflect.apply(initialize, instance, [current]), value);
  }

  /** Runs the initializers of a field, after it has its value. */
  after(index: number, instance: unknown): void {
    run(this.#after.get(index) ?? [], instance);
  }

  /** Runs the initializers of the class, after its static fields have their values. */
  end(): object {
    run(this.#later, this.#decorated);
    return this.#decorated;
  }

  #decorateClass(target: { readonly name: string }): void {
    this.#decorated = target;
    for (const decorator of this.#classDecorators.toReversed()) {
      const context = this.#context({ kind: "class", name: target.name }, this.#later);
      const result = decorator(this.#decorated, context);
      if (isObject(result)) this.#decorated = result;
    }
    // A decorator may have sealed the class.
    if (Object.isExtensible(this.#decorated)) {
      const metadata = { value: this.#metadata, configurable: true, writable: true };
      Object.defineProperty(this.#decorated, METADATA, metadata);
    }
  }

  #decorate(target: object, entry: DecoratedMember, methodInitializers: Callback[]): void {
    const { index, kind, isStatic } = entry;
    const key = entry.name ?? this.#keys.get(index) ?? "";
    const owner: object = isStatic ? target : Reflect.get(target, "prototype");
    const later: Callback[] = kind === "field" || kind === "accessor" ? [] : methodInitializers;
    if (later !== methodInitializers) this.#after.set(index, later);
    for (const decorator of entry.decorators.toReversed()) {
      const details = { kind, name: key, static: isStatic, private: entry.access !== undefined };
      const access = entry.access ?? publicAccess(key, kind);
      const context = this.#context({ ...details, access }, later);
      const descriptor = kind === "field" ? undefined : Object.getOwnPropertyDescriptor(owner, key);
      this.#take(decorator(given(kind, descriptor), context), entry, owner, key, descriptor ?? {});
    }
  }

  // Replaces a member with its decorator's result.
  #take(
    result: unknown,
    { index, kind }: DecoratedMember,
    owner: object,
    key: PropertyKey,
    descriptor: PropertyDescriptor,
  ): void {
    if (result === undefined) return;
    const initialize = (code: Callback): void => {
      this.#initializers.set(index, [code, ...(this.#initializers.get(index) ?? [])]);
    };
    if (kind === "accessor") {
      if (!isObject(result)) throw new TypeError("An accessor's decorator must return an object or nothing");
      const [get, set, init] = ["get", "set", "init"].map((name) => functionIn(Reflect.get(result, name)));
      Object.defineProperty(owner, key, { ...descriptor, ...(get ? { get } : {}), ...(set ? { set } : {}) });
      if (init) initialize(init);
      return;
    }
    const code = functionIn(result);
    if (!code) throw new TypeError(`A ${kind}'s decorator must return a function or nothing`);
    if (kind === "field") initialize(code);
    else if (kind === "method") Object.defineProperty(owner, key, { ...descriptor, value: result });
    else Object.defineProperty(owner, key, { ...descriptor, [kind === "getter" ? "get" : "set"]: code });
  }

  #context(details: object, later: Callback[]): object {
    return { ...details, metadata: this.#metadata, addInitializer: (callback: Callback) => void later.push(callback) };
  }
}

function functionIn(value: unknown): Callback | undefined {
  if (typeof value !== "function") return undefined;
  return function (...args) {
    return Reflect.apply(value, this, args);
  };
}

function metadataOf(parent: unknown): object | null {
  const metadata: unknown = isObject(parent) ? Reflect.get(parent, METADATA) : undefined;
  return isObject(metadata) ? metadata : null;
}

function given(kind: DecoratedMember["kind"], descriptor: PropertyDescriptor | undefined): unknown {
  if (kind === "method") return descriptor?.value;
  if (kind === "getter") return descriptor?.get;
  if (kind === "setter") return descriptor?.set;
  return kind === "accessor" ? { get: descriptor?.get, set: descriptor?.set } : undefined;
}

function publicAccess(key: PropertyKey, kind: DecoratedMember["kind"]): object {
  const get = (object: object): unknown => Reflect.get(object, key);
  const set = (object: object, value: unknown): boolean => Reflect.set(object, key, value);
  const has = (object: object): boolean => Reflect.has(object, key);
  if (kind === "method" || kind === "getter") return { has, get };
  return kind === "setter" ? { has, set } : { has, get, set };
}

function run(callbacks: readonly Callback[], instance: unknown): void {
  for (const callback of callbacks) Reflect.apply(callback, instance, []);
}
