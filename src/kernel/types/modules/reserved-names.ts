import { DEFAULT } from "../facts/named-default.ts";

// Names reserved for the type service, in characters that nobody types. Stand-ins keep the original's UTF-16 length.
const SHADOWS = 0xa000;
const SHADOW_COUNT = 0x400;

/** The prefix of a cell module's namespace. */
export const MODULE = "\uA480";
/** The suffix of the name that exports a variable's type at the end of a cell. */
export const END = "\uA481";
/** The name that exports a property's type at the end of a cell. */
export function propertyEnd(name: string, path: string): string {
  return [name, ...path.split(".")].join(END);
}

/** The type of a variable's value, or its declared type when the value is null or undefined. */
export const LIVE = "\uA482";

/** The assertion that narrows a variable to its known type. */
export const KNOWN = "\uA483";

/** The same for a constant, which cannot change. */
export const SURE = "\uA484";

const OWN = /[\uA480-\uA48C]/;
const MODULE_PREFIX = /(?:typeof )?import\("[^"]*\/__tsnb_[^"]*"\)\.|\uA480\d+\./g;

/** A stand-in of equal length for a name's earlier meaning in a cell that declares the name again. */
export function shadowOf(name: string, index: number): string {
  const mark = String.fromCharCode(SHADOWS + (index % SHADOW_COUNT));
  return mark + ((name.codePointAt(0) ?? 0) > 0xffff ? mark + name.slice(2) : name.slice(1));
}

/** True for reserved names. */
export function isOwn(name: string): boolean {
  return OWN.test(name) || (name.charCodeAt(0) >= SHADOWS && name.charCodeAt(0) < SHADOWS + SHADOW_COUNT);
}

/** A message or signature, rewritten as if all cells were one file. */
export function withoutMarks(text: string, shadows: ReadonlyMap<string, string>): string {
  let plain = text.replaceAll(MODULE_PREFIX, "").replaceAll(END, "").replaceAll(DEFAULT, "default");
  for (const [shadow, name] of shadows) plain = plain.replaceAll(shadow, name);
  return plain;
}
