import { createRequire } from "node:module";
import { isObject } from "../../is-object.ts";

/**
 * The rules for imports of CommonJS: those of the types, as in a TypeScript project for a bundler, or Node's. They
 * differ for modules compiled from ES modules: under the rules of the types, their `default` is the default import.
 */
export type InteropRules = "types" | "node";

/** One export of a CommonJS module: `default`, `*` for all of it, or a name. */
export type WantedExport = {
  readonly key: string;
  readonly rules: InteropRules;
  /** The import's specifier. */
  readonly specifier: string;
  /** True for a name that is only re-exported: it may be a type. */
  readonly isOptional: boolean;
};

/**
 * Gets an export of a CommonJS module.
 *
 * @throws {SyntaxError} when it has no such export.
 */
export function exportOf(exports: unknown, { key, rules, specifier, isOptional }: WantedExport): unknown {
  if (key === "*") return namespaceOf(exports, rules);
  if (key === "default") return isLikeEsModule(exports, rules) ? Reflect.get(exports, "default") : exports;
  if (key === "module.exports") return exports;
  const holder: object = Object(exports);
  if (key in holder) return Reflect.get(holder, key);
  if (isOptional) return undefined;
  throw new SyntaxError(`The requested module '${specifier}' does not provide an export named '${key}'`);
}

/** Runs a CommonJS module and returns the names of its exports. */
export function exportNamesOf(path: string): readonly string[] {
  return Object.keys(Object(required(path))).filter((key) => key !== "default" && key !== "__esModule");
}

function required(path: string): unknown {
  return createRequire(path)(path);
}

/** The functions that facades of CommonJS modules call. */
export const commonJs = { required, exportOf };

function isLikeEsModule(exports: unknown, rules: InteropRules): exports is object {
  return rules === "types" && isObject(exports) && Reflect.get(exports, "__esModule") === true && "default" in exports;
}

const namespaces = new WeakMap<object, object>();

function namespaceOf(exports: unknown, rules: InteropRules): object {
  if (!isObject(exports)) return Object.create(null, { default: { value: exports, enumerable: true } });
  if (isLikeEsModule(exports, rules)) return exports;
  const known = namespaces.get(exports);
  if (known) return known;
  const namespace = makeNamespace(exports);
  namespaces.set(exports, namespace);
  return namespace;
}

const INSPECT = Symbol.for("nodejs.util.inspect.custom");

// The prototype gives access to properties that plugins add to the module later.
function makeNamespace(exports: object): object {
  // With a `then`, `await` would treat it as a promise.
  const isThenable = typeof Reflect.get(exports, "then") === "function";
  const namespace = isCallable(exports) ? callable(exports) : {};
  Object.setPrototypeOf(namespace, isThenable ? null : exports);
  for (const key of Reflect.ownKeys(exports)) {
    if (OF_FUNCTIONS.has(key) || key === "default" || (isThenable && key === "then")) continue;
    const enumerable = Object.prototype.propertyIsEnumerable.call(exports, key);
    Object.defineProperty(namespace, key, { get: () => Reflect.get(exports, key), enumerable, configurable: true });
  }
  Object.defineProperty(namespace, "default", { value: exports, enumerable: true });
  return Object.defineProperty(namespace, INSPECT, { value: () => exports });
}

const OF_FUNCTIONS: ReadonlySet<PropertyKey> = new Set(["arguments", "caller", "prototype"]);

type Callable = (...args: unknown[]) => unknown;

function isCallable(value: unknown): value is Callable {
  return typeof value === "function";
}

/** Wraps a function, because a namespace import of a module that is a function may be called. */
function callable(target: Callable): object {
  const namespace = function (this: unknown, ...args: unknown[]): unknown {
    if (!new.target) return Reflect.apply(target, this, args);
    return Reflect.construct(target, args, new.target === namespace ? target : new.target);
  };
  namespace.prototype = target.prototype;
  return namespace;
}
