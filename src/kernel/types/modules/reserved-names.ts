// Names of the type service's own, in letters that nobody types and that keep a name's length in UTF-16.
const SHADOWS = 0xa000;
const SHADOW_COUNT = 0x400;

/** The namespace of all that the cell in a slot declares. */
export const MODULE = "\uA480";
/** Ends the name that carries what a variable is known to be at the end of a cell. */
export const END = "\uA481";
/** The name that carries what a property of a variable is known to be at the end of a cell. */
export function propertyEnd(name: string, path: string): string {
  return [name, ...path.split(".")].join(END);
}

/** The type of a variable's value, unless nothing but its absence is known. */
export const LIVE = "\uA482";

/** The function that makes the compiler take a variable for what it is known to be. */
export const KNOWN = "\uA483";

/** The same for a constant, which cannot become anything else. */
export const SURE = "\uA484";

const OWN = /[\uA480-\uA48C]/;
const MODULE_PREFIX = /(?:typeof )?import\("[^"]*\/__tsnb_[^"]*"\)\.|\uA480\d+\./g;

/** The same name, different and as long, for what it meant before the cell declares it anew. */
export function shadowOf(name: string, index: number): string {
  const mark = String.fromCharCode(SHADOWS + (index % SHADOW_COUNT));
  return mark + ((name.codePointAt(0) ?? 0) > 0xffff ? mark + name.slice(2) : name.slice(1));
}

/** Whether a name is none of the user's. */
export function isOwn(name: string): boolean {
  return OWN.test(name) || (name.charCodeAt(0) >= SHADOWS && name.charCodeAt(0) < SHADOWS + SHADOW_COUNT);
}

/** A message or signature as it would read if all cells were one file. */
export function withoutMarks(text: string, shadows: ReadonlyMap<string, string>): string {
  let plain = text.replaceAll(MODULE_PREFIX, "").replaceAll(END, "");
  for (const [shadow, name] of shadows) plain = plain.replaceAll(shadow, name);
  return plain;
}
