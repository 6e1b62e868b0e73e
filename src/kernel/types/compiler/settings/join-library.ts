import { closeSync, existsSync, openSync, readFileSync, readSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Compiler } from "../find-compiler.ts";

/** A file of the compiler's library, and its replacement. */
export type LibraryFile = { readonly file: string; readonly text: string };

type Part = { readonly name: string; readonly text: string; readonly references: readonly string[] };

const REFERENCE = /^\/\/\/ *<reference lib="([^"]+)" *\/>.*$/gm;
const DECLARING = /^(?:declare|interface|type)\b/m;
// A module's own names must not be visible elsewhere.
const MODULE = /^(?:import|export)\b/m;
// The other libraries, those of browsers, are few large files. They are left alone.
const OF_THE_LANGUAGE = /^(?:es\w|decorators)/;
// References come before all declarations.
const HEAD_BYTES = 4096;

// Parts that other files, such as those of browsers, refer to directly.
const SHARED = [
  "es2018.asynciterable",
  "es2018.asyncgenerator",
  "es2020.bigint",
  "es2021.weakref",
  "esnext.disposable",
];

// Names in tsconfig.json; lib.es6.d.ts is another file.
const RENAMED = new Map([
  ["es6", "es2015"],
  ["es7", "es2016"],
]);

/**
 * The language's library in one file. Otherwise, the compiler merges the declarations of `Array`, `Promise` and so on
 * from some fifty files for each question; one file saves a quarter of the time of a trivial cell. Programs see the
 * same declarations, except that overloads appear twice when a package refers to a rarely used part.
 *
 * @param lib the parts, as in tsconfig.json. Parts that the compiler does not have as files are left out.
 * @returns one file with all declarations; the others refer to it.
 *
 * @example
 * joinLibrary(compiler, ["es2023"]); // [{ file: ".../lib.es5.d.ts", text: "..." }, { file: ".../lib.es2015.d.ts",
 * text: '/// <reference lib="es5" />' }, ...]
 */
export function joinLibrary({ program }: Compiler, lib: readonly string[]): LibraryFile[] {
  const fileOf = (name: string) => join(dirname(program), `lib.${name}.d.ts`);
  const roots = lib.map((name) => RENAMED.get(name) ?? name);
  const parts = partsOf(roots, fileOf);
  const isOther = (name: string) => !OF_THE_LANGUAGE.test(name);
  const isScript = ({ text }: Part) => DECLARING.test(text) && !MODULE.test(text);
  const own = parts.filter(({ name }) => !isOther(name));
  const scripts = own.filter(isScript);
  const modules = own.filter(({ text }) => MODULE.test(text));
  const carrier = scripts.find(({ name }) => name === "es5") ?? scripts[0];
  if (!carrier) return [];
  const leading = new Set([
    ...SHARED,
    ...roots,
    ...parts.flatMap(({ name, references }) => (isOther(name) ? references : [])),
  ]);
  const shared = [carrier.name, ...modules.map(({ name }) => name)];
  return own.flatMap((part) => {
    const { name, text, references } = part;
    const file = fileOf(name);
    if (part === carrier) return [{ file, text: scripts.map((script) => script.text).join("\n") }];
    const head = [...shared, ...references.filter(isOther)].map(referenceTo).join("");
    if (modules.includes(part)) return [{ file, text: head + text }];
    return leading.has(name) || !isScript(part) ? [{ file, text: head }] : [];
  });
}

function referenceTo(name: string): string {
  return `/// <reference lib="${name}" />\n`;
}

/** The parts, each after those that it refers to: later overloads of a name win. */
function partsOf(roots: readonly string[], fileOf: (name: string) => string): Part[] {
  const seen = new Set<string>();
  const parts: Part[] = [];
  const visit = (name: string) => {
    if (seen.has(name)) return;
    seen.add(name);
    const text = OF_THE_LANGUAGE.test(name) ? textOf(fileOf(name)) : headOf(fileOf(name));
    if (text === undefined) return;
    const references = Array.from(text.matchAll(REFERENCE), ([, reference = ""]) => reference);
    references.forEach(visit);
    parts.push({ name, text: text.replace(REFERENCE, ""), references });
  };
  roots.forEach(visit);
  return parts;
}

// Undefined for a missing file: the compiler has the part under another name, or reports it.
function textOf(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}

function headOf(file: string): string | undefined {
  if (!existsSync(file)) return undefined;
  const descriptor = openSync(file, "r");
  try {
    const head = Buffer.alloc(HEAD_BYTES);
    return head.toString("utf8", 0, readSync(descriptor, head, 0, HEAD_BYTES, 0));
  } finally {
    closeSync(descriptor);
  }
}
