/**
 * Cells share their built-in objects with the kernel, and may patch, pollute or replace them. Kernel code runs
 * with the originals, which are restored before it; the cells' changes are put back after it.
 */
import vm from "node:vm";

const { defineProperty, deleteProperty, getPrototypeOf, ownKeys, setPrototypeOf } = Reflect;

/** A descriptor without a prototype: a cell may give every object a `get` or a `value`. */
function bare(descriptor: PropertyDescriptor): PropertyDescriptor {
  setPrototypeOf(descriptor, null);
  return descriptor;
}

const describe = Reflect.getOwnPropertyDescriptor;

function getOwnPropertyDescriptor(owner: object, key: PropertyKey): PropertyDescriptor | undefined {
  const descriptor = describe(owner, key);
  return descriptor && bare(descriptor);
}

type Owner = { readonly [key: PropertyKey]: unknown };
type Original = { readonly owner: Owner; readonly key: PropertyKey; readonly descriptor: PropertyDescriptor };
type Change = {
  readonly owner: Owner;
  readonly key: PropertyKey;
  /** The original; `undefined` if the property did not exist. */
  readonly before: PropertyDescriptor | undefined;
  readonly now: PropertyDescriptor | undefined;
};

const iteratorOf = (iterable: Iterable<unknown>): object => Object(getPrototypeOf(iterable[Symbol.iterator]()));

const OWNERS: readonly object[] = [
  ...[Object, Array, String, Number, Promise, Symbol, Error, Buffer, Uint8Array, Map, Set, RegExp],
  ...[Object.prototype, Array.prototype, String.prototype, Number.prototype, Boolean.prototype, Symbol.prototype],
  ...[Function.prototype, Promise.prototype, RegExp.prototype, Error.prototype, SyntaxError.prototype, Date.prototype],
  ...[Map.prototype, Set.prototype, WeakMap.prototype, WeakSet.prototype, Buffer.prototype, Uint8Array.prototype],
  ...[
    Object(getPrototypeOf(Uint8Array.prototype)),
    iteratorOf([]),
    iteratorOf(new Map()),
    iteratorOf(new Set()),
    iteratorOf(""),
  ],
  ...[JSON, Reflect],
];

// An explicit list: Node loads other globals on first access, some as slowly as it starts.
const GLOBALS = [
  ...["Object", "Function", "Array", "String", "Number", "Boolean", "Symbol", "BigInt", "Date", "RegExp", "Proxy"],
  ...["Promise", "Map", "Set", "WeakMap", "WeakSet", "WeakRef", "FinalizationRegistry"],
  ...["Error", "TypeError", "RangeError", "SyntaxError", "ReferenceError", "EvalError", "URIError", "AggregateError"],
  ...["ArrayBuffer", "SharedArrayBuffer", "DataView", "Int8Array", "Uint8Array", "Uint8ClampedArray", "Int16Array"],
  ...["Uint16Array", "Int32Array", "Uint32Array", "Float32Array", "Float64Array", "BigInt64Array", "BigUint64Array"],
  ...["JSON", "Reflect", "Math", "Atomics", "globalThis", "process"],
  ...["Buffer", "URL", "URLSearchParams", "TextEncoder", "TextDecoder"],
];
let originals = currentBuiltIns();

/** Makes the current built-ins the originals, after the kernel itself has replaced some. */
export function renewOriginals(): void {
  originals = currentBuiltIns();
}

/** Replaces a built-in method: its replacement is the original from then on. */
export function replaceBuiltIn(owner: object, key: string, value: unknown): void {
  const descriptor = bare({ value, writable: true, enumerable: false, configurable: true });
  defineProperty(owner, key, descriptor);
  originals = originals.map((one) => (one.owner === owner && one.key === key ? { ...one, descriptor } : one));
}

function currentBuiltIns(): readonly Original[] {
  const found: Original[] = [];
  for (const owner of OWNERS.map((one): Owner => Object(one))) {
    for (const key of ownKeys(owner)) {
      // Users may set these two.
      if (owner["prototype"] === Error.prototype && (key === "prepareStackTrace" || key === "stackTraceLimit"))
        continue;
      const descriptor = getOwnPropertyDescriptor(owner, key);
      if (descriptor?.configurable && typeof descriptor.value === "function") found.push({ owner, key, descriptor });
    }
  }
  for (const key of GLOBALS) {
    // Some globals are accessors, whose setters store a cell's assignment.
    const value: unknown = Reflect.get(globalThis, key);
    const descriptor = bare({ value, writable: true, enumerable: false, configurable: true });
    found.push({ owner: globalThis, key, descriptor });
  }
  return found;
}

const plain: Owner = Object(Object.prototype);
const plainKeys = ownKeys(plain);

// Compiling waits: the first calls happen at the start, when it would delay the first cell.
const CALLS_BEFORE_COMPILING = 16;
let calls = 0;
let isUntouched = (): boolean => false;

/** Runs the kernel's code with the built-in objects as they were when this process started. */
export function withOriginals<T>(code: () => T): T {
  if (isUntouched()) return code();
  const changes = findChanges();
  if (changes.length === 0) {
    if (++calls === CALLS_BEFORE_COMPILING) isUntouched = compiledLook();
    return code();
  }
  for (let index = 0; index < changes.length; index++) {
    const change = changes[index];
    if (change) put(change.owner, change.key, change.before);
  }
  try {
    return code();
  } finally {
    for (let index = 0; index < changes.length; index++) {
      const change = changes[index];
      if (change) put(change.owner, change.key, change.now);
    }
  }
}

let takers = 0;
let takenThen: PropertyDescriptor | undefined;

/**
 * Removes a `then` that a cell gave to all objects, while kernel code awaits.
 *
 * @returns a function that ends this; the `then` is back once all returned functions have been called.
 */
export function takeThen(): () => void {
  const then = getOwnPropertyDescriptor(plain, "then");
  if (then !== undefined && deleteProperty(plain, "then")) takenThen = then;
  takers += 1;
  return () => {
    takers -= 1;
    if (takers > 0 || takenThen === undefined) return;
    if (getOwnPropertyDescriptor(plain, "then") === undefined) defineProperty(plain, "then", takenThen);
    takenThen = undefined;
  };
}

/**
 * Compiles a check that no built-in has changed, with one comparison for each. A loop takes twenty times as long,
 * because V8 cannot cache its property lookups.
 */
function compiledLook(): () => boolean {
  const owners = [...new Set(originals.map(({ owner }) => owner))];
  const values = originals.map(({ descriptor }) => descriptor.value);
  const keys = originals.map(({ key }) => key);
  const constants = [
    ...owners.map((_, index) => `o${index}=owners[${index}]`),
    ...keys.flatMap((key, index) => (typeof key === "string" ? [] : [`k${index}=keys[${index}]`])),
    ...keys.map((_, index) => `v${index}=values[${index}]`),
  ];
  const comparisons = originals.map(({ owner, key }, index) => {
    const name = typeof key === "string" ? JSON.stringify(key) : `k${index}`;
    return `o${owners.indexOf(owner)}[${name}]===v${index}`;
  });
  const script = `(owners,keys,values)=>{const ${constants.join(",")};return ()=>${comparisons.join("&&")};}`;
  const make: unknown = vm.runInThisContext(script, { filename: "tsnb:intrinsics" });
  const look: unknown = typeof make === "function" ? make(owners, keys, values) : undefined;
  return () => typeof look === "function" && look() === true && ownKeys(plain).length === plainKeys.length;
}

// This may call only the built-in methods saved above.
function findChanges(): Change[] {
  const changes: Change[] = [];
  let count = 0;
  const add = (owner: Owner, key: PropertyKey, before: PropertyDescriptor | undefined): void => {
    const value: Change = { owner, key, before, now: getOwnPropertyDescriptor(owner, key) };
    defineProperty(changes, count++, bare({ value, configurable: true, enumerable: true, writable: true }));
  };
  for (let index = 0; index < originals.length; index++) {
    const original = originals[index];
    // Reading a property is ten times faster than getting its descriptor.
    if (original && original.owner[original.key] !== original.descriptor.value) {
      add(original.owner, original.key, original.descriptor);
    }
  }
  const keys = ownKeys(plain);
  for (let index = plainKeys.length; index < keys.length; index++) {
    const key = keys[index];
    if (key !== undefined) add(plain, key, undefined);
  }
  return changes;
}

function put(owner: object, key: PropertyKey, descriptor: PropertyDescriptor | undefined): void {
  if (descriptor === undefined) deleteProperty(owner, key);
  else defineProperty(owner, key, descriptor);
}
