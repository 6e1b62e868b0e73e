/** Globals that may be used in any way, because they have no state that later code could see. */
export const PLAIN_GLOBALS: ReadonlySet<string> = new Set([
  "undefined",
  "NaN",
  "Infinity",
  "Array",
  "String",
  "Number",
  "Boolean",
  "BigInt",
  "Symbol",
  "Map",
  "Set",
  "RegExp",
  "Error",
  "TypeError",
  "RangeError",
  "ArrayBuffer",
  "DataView",
  "Int8Array",
  "Uint8Array",
  "Uint8ClampedArray",
  "Int16Array",
  "Uint16Array",
  "Int32Array",
  "Uint32Array",
  "Float32Array",
  "Float64Array",
  "BigInt64Array",
  "BigUint64Array",
  "TextEncoder",
  "TextDecoder",
  "URL",
  "URLSearchParams",
  "parseInt",
  "parseFloat",
  "isNaN",
  "isFinite",
  "encodeURIComponent",
  "decodeURIComponent",
  "encodeURI",
  "decodeURI",
  "structuredClone",
  "atob",
  "btoa",
  "setTimeout",
  "clearTimeout",
  "queueMicrotask",
]);

/** Globals of which only these members may be used. */
export const MEMBERS_OF: Readonly<Record<string, ReadonlySet<string>>> = {
  Math: new Set(Object.getOwnPropertyNames(Math).filter((name) => name !== "random")),
  JSON: new Set(["parse", "stringify"]),
  Object: new Set(["keys", "values", "entries", "fromEntries", "groupBy", "is", "hasOwn"]),
  Promise: new Set(["all", "allSettled", "any", "race", "resolve"]),
  Date: new Set(["UTC", "parse"]),
  Buffer: new Set(["from", "concat", "alloc", "byteLength", "compare", "isBuffer"]),
  Intl: new Set(["Collator", "ListFormat", "NumberFormat", "PluralRules", "Segmenter"]),
  console: new Set(["log", "info", "warn", "error", "debug", "table", "dir"]),
};

/** Those of them that may also be constructed; a date only from given parts. */
export const CONSTRUCTED: ReadonlySet<string> = new Set(["Promise", "Date"]);

/** Members of any object that reach shared state, are random, or leave work for later. */
export const SHARED_MEMBERS: ReadonlySet<string> = new Set([
  "prototype",
  "__proto__",
  "constructor",
  "random",
  "then",
  "catch",
  "finally",
  "unref",
  "sample",
  "shuffle",
  "Config",
  "enableStringCache",
  "disableStringCache",
  "withStringCache",
  "setRandomSeed",
]);

/** Matches names of functions that change something outside the notebook, such as files. */
export const CHANGES =
  /^(?:write|sink|append|create|unlink|rm|rmdir|mkdir|rename|copy|truncate|chmod|chown|symlink|link|watch|spawn|exec|fork)(?=[A-Z_]|$)/;

/** Matches names of module functions that read files. The path must be a literal, and counts as a file of the cell. */
export const READS = /^(?:read|scan|open|exists|stat|lstat|access)(?=[A-Z_]|$)|^readdir/;

/** Functions of node:fs that only read. */
export const READING_FS: ReadonlySet<string> = new Set([
  "readFileSync",
  "readdirSync",
  "existsSync",
  "readFile",
  "readdir",
]);

/** Modules without state of their own. */
export const STATELESS: ReadonlySet<string> = new Set([
  "node:path",
  "path",
  "node:url",
  "url",
  "node:util",
  "util",
  "node:assert",
  "assert",
  "node:assert/strict",
  "nodejs-polars",
  "tsnb/lesson",
  "tsnb/display",
]);
