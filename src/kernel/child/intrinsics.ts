/**
 * Cells share their built-in objects with the kernel, and may patch, pollute or replace them. The kernel's
 * own code runs with the originals: they are put back before it and taken away again after it.
 */
import vm from "node:vm";

const { defineProperty, deleteProperty, getPrototypeOf, ownKeys, setPrototypeOf } = Reflect;

/** A descriptor that inherits nothing: a cell may give every object a `get` or a `value`. */
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
  /** What it was; undefined: nothing. */
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

const originals: Original[] = [];
for (const owner of OWNERS.map((one): Owner => Object(one))) {
  for (const key of ownKeys(owner)) {
    // Users may set these two for themselves.
    if (owner["prototype"] === Error.prototype && (key === "prepareStackTrace" || key === "stackTraceLimit")) continue;
    const descriptor = getOwnPropertyDescriptor(owner, key);
    if (descriptor?.configurable && typeof descriptor.value === "function") originals.push({ owner, key, descriptor });
  }
}
// Named one by one: Node loads other globals when they are first looked at, some for as long as it starts.
const GLOBALS = [
  ...["Object", "Function", "Array", "String", "Number", "Boolean", "Symbol", "BigInt", "Date", "RegExp", "Proxy"],
  ...["Promise", "Map", "Set", "WeakMap", "WeakSet", "WeakRef", "FinalizationRegistry"],
  ...["Error", "TypeError", "RangeError", "SyntaxError", "ReferenceError", "EvalError", "URIError", "AggregateError"],
  ...["ArrayBuffer", "SharedArrayBuffer", "DataView", "Int8Array", "Uint8Array", "Uint8ClampedArray", "Int16Array"],
  ...["Uint16Array", "Int32Array", "Uint32Array", "Float32Array", "Float64Array", "BigInt64Array", "BigUint64Array"],
  ...["JSON", "Reflect", "Math", "Atomics", "globalThis", "process"],
  ...["Buffer", "URL", "URLSearchParams", "TextEncoder", "TextDecoder"],
];
for (const key of GLOBALS) {
  // Some are accessors, whose setter takes what a cell assigns.
  const value: unknown = Reflect.get(globalThis, key);
  const descriptor = bare({ value, writable: true, enumerable: false, configurable: true });
  originals.push({ owner: globalThis, key, descriptor });
}

const plain: Owner = Object(Object.prototype);
const plainKeys = ownKeys(plain);

// The first calls are those of a process that starts, and a first cell waits for them.
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

/** Takes away what would make a promise of every object, while promises of ours are under way, until all put it back. */
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
 * A look at every built-in that is written out, one comparison after the other: a loop over them takes twenty
 * times as long, since V8 then looks each property up anew.
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

// Nothing here may call a method of a built-in object but those that were taken above.
function findChanges(): Change[] {
  const changes: Change[] = [];
  let count = 0;
  const add = (owner: Owner, key: PropertyKey, before: PropertyDescriptor | undefined): void => {
    const value: Change = { owner, key, before, now: getOwnPropertyDescriptor(owner, key) };
    defineProperty(changes, count++, bare({ value, configurable: true, enumerable: true, writable: true }));
  };
  for (let index = 0; index < originals.length; index++) {
    const original = originals[index];
    // Reading is ten times faster than asking for the descriptor.
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
