import vm from "node:vm";
import type { Bundle, Member } from "../../link/messages.ts";
import { hasValue, type Names } from "../../cell/names.ts";
import { valueText } from "../../../display/text/value-text.ts";
import { isObject } from "../is-object.ts";
import { inTime } from "./time-limited.ts";

const MOST_MEMBERS = 2000;
const LONGEST_SHAPE = 2000;

// Node defines the global `process` by a getter and a setter.
const { process: ownProcess } = globalThis;

/** Formats an existing value for a tooltip; of the value's own code, only its inspect methods run. */
export function answerValue(expression: string, names: Names): { found: false } | ({ found: true } & Bundle) {
  const found = lookUp(expression, names);
  if (!found || found.value === undefined) return { found: false };
  const text = inTime(() => valueText(found.value, { longest: LONGEST_SHAPE }));
  return text === undefined ? { found: false } : { found: true, data: { "text/plain": text }, metadata: {} };
}

/** The members of an existing value, or the names of the notebook and the globals. */
export function answerMembers(expression: string, names: Names): Member[] {
  if (expression.trim() === "") {
    const own = [...names.values()].filter(hasValue).map(({ name, kind }) => ({ name, kind }));
    return [...own, ...membersOf(globalThis)].slice(0, MOST_MEMBERS);
  }
  const found = lookUp(expression, names);
  return found ? membersOf(found.value).slice(0, MOST_MEMBERS) : [];
}

/** The columns of an existing frame, or the keys of the first of its rows; empty for other values. */
export function answerColumns(expression: string, names: Names): Member[] {
  const found = lookUp(expression, names);
  const columns = found && inTime(() => columnsOf(found.value));
  return (columns ?? []).slice(0, MOST_MEMBERS).map((name) => ({ name, kind: "column" }));
}

// Polars and Danfo have a list of names, Arquero a method, Arrow tables a schema.
function columnsOf(value: unknown): string[] {
  if (!isObject(value)) return [];
  if (Array.isArray(value)) return isObject(value[0]) && !Array.isArray(value[0]) ? Object.keys(value[0]) : [];
  // Polars frames are plain objects with a tag.
  const isPlain = Object.getPrototypeOf(value) === Object.prototype;
  if (isPlain && Reflect.get(value, Symbol.toStringTag) === undefined) return [];
  const listed: unknown = Reflect.get(value, "columns");
  if (Array.isArray(listed)) return listed.filter((name) => typeof name === "string");
  const method: unknown = Reflect.get(value, "columnNames");
  const named: unknown = typeof method === "function" ? Reflect.apply(method, value, []) : undefined;
  if (Array.isArray(named)) return named.filter((name) => typeof name === "string");
  const schema: unknown = Reflect.get(value, "schema");
  const fields: unknown = isObject(schema) ? Reflect.get(schema, "fields") : undefined;
  if (!Array.isArray(fields)) return [];
  return fields.flatMap((field: unknown) => (isObject(field) && "name" in field ? [String(field.name)] : []));
}

type Found = { readonly value: unknown };

const STEP = /^\s*(?:\??\.\s*([\p{ID_Start}$_][\p{ID_Continue}$]*)|\??\.?\[\s*(?:(\d+)|"([^"\\]*)"|'([^'\\]*)')\s*\])/u;

// Only names and members are evaluated: other expressions could have effects.
function lookUp(expression: string, names: Names): Found | undefined {
  const [start, name] = /^\s*([\p{ID_Start}$_][\p{ID_Continue}$]*)/u.exec(expression) ?? [];
  if (start === undefined || name === undefined) return undefined;
  let found = globalNamed(name, names);
  let rest = expression.slice(start.length);
  while (found && rest.trim() !== "") {
    const step = STEP.exec(rest);
    if (!step) return undefined;
    found = memberOf(found.value, step[1] ?? step[2] ?? step[3] ?? step[4] ?? "");
    rest = rest.slice(step[0].length);
  }
  return found;
}

function globalNamed(name: string, names: Names): Found | undefined {
  const known = names.get(name);
  if (known && !hasValue(known)) return memberOf(globalThis, name);
  if (known && !known.lexical) return { value: Reflect.get(globalThis, name) };
  if (!known) return memberOf(globalThis, name) ?? (name === "process" ? { value: ownProcess } : undefined);
  // A cell declared the name, so it is an identifier.
  const value: unknown = vm.runInThisContext(known.variable);
  return { value };
}

function memberOf(value: unknown, key: string): Found | undefined {
  for (let at: unknown = typeof value === "string" ? Object(value) : value; isObject(at); at = prototypeOf(at)) {
    const descriptor = descriptorOf(at, key);
    if (descriptor) return "value" in descriptor ? { value: descriptor.value } : undefined;
  }
  return undefined;
}

function membersOf(value: unknown): Member[] {
  const found = new Map<string, Member>();
  for (let at: unknown = isObject(value) ? value : boxed(value); isObject(at); at = prototypeOf(at)) {
    for (const name of keysOf(at)) {
      if (found.has(name) || /^\d+$/.test(name)) continue;
      const descriptor = descriptorOf(at, name);
      const isMethod = typeof descriptor?.value === "function";
      found.set(name, { name, kind: isMethod ? "method" : "property" });
    }
  }
  return [...found.values()];
}

function boxed(value: unknown): unknown {
  return value === undefined || value === null ? undefined : Object(value);
}

// Proxies may throw from each of these.
function attempt<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}

function keysOf(value: object): string[] {
  return attempt(() => Object.getOwnPropertyNames(value)) ?? [];
}

function prototypeOf(value: object): unknown {
  return attempt(() => Object.getPrototypeOf(value));
}

function descriptorOf(value: object, key: string): PropertyDescriptor | undefined {
  return attempt(() => Object.getOwnPropertyDescriptor(value, key));
}
