import type { Node, Program } from "oxc-parser";
import { childrenOf, isFunction } from "../../cell/ast.ts";
import { isTooDeep } from "../../cell/nesting.ts";
import { parseCell } from "../../cell/parse.ts";
import { type Reference, referencesIn } from "../../cell/scope.ts";
import { type Declaration, declarationsIn } from "./declarations.ts";
import { growingPlaces } from "./growth.ts";
import type { Language } from "../compiler/language-server.ts";
import { setProperties, testedProperties } from "./properties.ts";
import { type Surplus, surplusIn } from "./surplus.ts";

/** What the type service needs to know about the text of a cell. */
export type CellFacts = {
  readonly code: string;
  /** What stands in `code` and not in the cell, on one line. */
  readonly inserted?: { readonly at: number; readonly length: number };
  readonly language: Exclude<Language, "json">;
  readonly declarations: readonly Declaration[];
  /** The names that the cell exports by itself. */
  readonly exported: ReadonlySet<string>;
  /** Every word: the names that it may use. */
  readonly words: ReadonlySet<string>;
  readonly assigned: ReadonlySet<string>;
  /** Values used at the top level, those inside functions left out. */
  readonly direct: readonly Reference[];
  /** Values used inside functions. */
  readonly nested: readonly Reference[];
  /** The arrays that it puts something into at the top level. */
  readonly grown: ReadonlySet<string>;
  /** The arrays that its functions put something into. */
  readonly grownInside: ReadonlySet<string>;
  /** The properties that it gives values at the top level, or makes sure of, as `b.c`, for each name that they start from. */
  readonly properties: ReadonlyMap<string, ReadonlySet<string>>;
  /** Whether reaching its end can tell something about a value: a throw, an assertion. */
  readonly narrows: boolean;
  /** The functions that it calls for nothing but what they do, which may be to assert something or never to return. */
  readonly called: ReadonlySet<string>;
  /** Whether no statement changes what is known about a variable, as far as its own text tells. */
  readonly isStraight: boolean;
  /** The modules that it imports, and where their names stand. */
  readonly modules: readonly { readonly name: string; readonly start: number }[];
  /** Whether it declares something for all modules. */
  readonly augments: boolean;
  /** Whether it says something to all modules: it declares it, or it refers to or imports what does. */
  readonly isGlobal: boolean;
  /** Whether it may have ended anywhere behind what it declares. */
  readonly isPartial?: boolean;
  /** What later cells do without. */
  readonly surplus: readonly Surplus[];
};

const WORD = /[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*/gu;
// Where types are not known, functions that assert something or do not return are known by their names.
const NARROWING =
  /\bthrow\b|assert|invariant|\bexit\b|\b(?:abort|ensure\w*|fail|must\w*|never|ok|require[A-Z]\w*|unreachable)\s*\(/;
const REFERENCE = /^\/\/\/\s*<reference\s+(?:lib|path|types)=/m;

// Of values as well as of types.
const IMPORT = /(\bimport\s*\(\s*)(["'`])([^"'`$\n]+)\2/g;

/** Reads a cell; `undefined` when it is not TypeScript (the run says so) or nested too deeply to be read. */
export function readCell(source: string): CellFacts | undefined {
  if (isTooDeep(source)) return undefined;
  try {
    return read(withoutHashbang(source));
  } catch (error) {
    // A long chain of operators is as deep for those who walk it.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** What a cell declares, without what else is known about it: several times as quick to read. */
export type CellNames = Pick<CellFacts, "declarations" | "exported" | "words">;

/** Reads the names of a cell; `undefined` when it is not TypeScript or nested too deeply to be read. */
export function readNames(source: string): CellNames | undefined {
  if (isTooDeep(source)) return undefined;
  const code = withoutHashbang(source);
  const body = parseCell(code)?.parsed.program.body;
  return body && { declarations: declarationsIn(body, code), exported: exportedNames(body), words: wordsIn(code) };
}

function read(code: string): CellFacts | undefined {
  const cell = parseCell(code);
  if (!cell) return undefined;
  const statements = cell.parsed.program.body;
  const functions = statements.flatMap(functionRanges);
  const references = referencesIn(statements).filter(({ kind }) => kind !== "declare");
  const isNested = ({ start }: Reference) => functions.some((range) => range.start <= start && start < range.end);
  const declarations = declarationsIn(statements, code);
  const assigned = new Set(references.flatMap(({ name, kind }) => (kind === "write" ? [name] : [])));
  const growing = new Set(statements.flatMap(growingPlaces));
  const grows = references.filter(({ start }) => growing.has(start));
  const narrows = NARROWING.test(code);
  const augments = statements.some(isAugmentation);
  return {
    code,
    language: cell.language === "ts" ? "typescript" : "typescriptreact",
    declarations,
    exported: exportedNames(statements),
    words: wordsIn(code),
    assigned,
    direct: references.filter((reference) => !isNested(reference)),
    nested: references.filter(isNested),
    grown: new Set(grows.flatMap((reference) => (isNested(reference) ? [] : [reference.name]))),
    grownInside: new Set(grows.flatMap((reference) => (isNested(reference) ? [reference.name] : []))),
    properties: propertiesOf(statements, references, narrows),
    narrows,
    called: new Set(statements.flatMap(calledAlone)),
    isStraight: !narrows && assigned.size === 0 && declarations.every(({ kind }) => kind !== "let" && kind !== "auto"),
    modules: modulesOf(statements, code),
    augments,
    isGlobal: augments || statements.some(isBareImport) || REFERENCE.test(code),
    surplus: surplusIn(statements),
  };
}

/**
 * Reads a cell that is being typed: with a name put at the cursor, or without the cursor's line, it may
 * be TypeScript; else its words must do.
 */
export function readDraft(source: string, offset: number): CellFacts {
  const code = withoutHashbang(source);
  const lineStart = code.lastIndexOf("\n", offset - 1) + 1;
  const nextLine = code.indexOf("\n", offset);
  const lineEnd = nextLine < 0 ? code.length : nextLine;
  const facts =
    readCell(code) ??
    readCell(`${code.slice(0, offset)}x${code.slice(offset)}`) ??
    readCell(code.slice(0, lineStart) + " ".repeat(lineEnd - lineStart) + code.slice(lineEnd));
  const words = wordsIn(code);
  if (facts) return { ...facts, code, words, direct: [], nested: [] };
  return {
    code,
    language: "typescript",
    declarations: [...code.matchAll(DECLARED)].map(([text, , name = ""], index) => {
      return { name, kind: "const", start: index, end: index + text.length, documentation: "", text };
    }),
    exported: new Set(),
    words,
    assigned: new Set(),
    direct: [],
    nested: [],
    grown: new Set(),
    grownInside: new Set(),
    properties: new Map(),
    narrows: false,
    called: new Set(),
    isStraight: true,
    modules: [],
    augments: false,
    isGlobal: false,
    surplus: [],
  };
}

const DECLARED =
  /\b(const|let|var|function\*?|class|interface|type|enum|namespace|import)\s+([\p{ID_Start}$_][\p{ID_Continue}$]*)/gu;

// Only a file may start with one, and for the compiler a cell does not start its file.
function withoutHashbang(text: string): string {
  return text.replace(/^#!/, "//");
}

/** All words of a text that could be names. */
export function wordsIn(text: string): Set<string> {
  return new Set(Array.from(text.matchAll(WORD), ([word]) => word));
}

function calledAlone(node: Node): string[] {
  if (isFunction(node)) return [];
  const call = node.type === "ExpressionStatement" ? node.expression : undefined;
  if (call?.type === "CallExpression" && call.callee.type === "Identifier") return [call.callee.name];
  return childrenOf(node).flatMap(calledAlone);
}

function functionRanges(node: Node): { start: number; end: number }[] {
  return isFunction(node) ? [{ start: node.start, end: node.end }] : childrenOf(node).flatMap(functionRanges);
}

function propertiesOf(
  statements: readonly Node[],
  references: readonly Reference[],
  narrows: boolean,
): Map<string, Set<string>> {
  const names = new Map(references.map(({ name, start }) => [start, name]));
  const found = new Map<string, Set<string>>();
  const tested = narrows ? statements.flatMap(testedProperties) : [];
  for (const { start, path } of [...statements.flatMap(setProperties), ...tested]) {
    const name = names.get(start);
    if (name !== undefined) found.set(name, new Set(found.get(name)).add(path));
  }
  return found;
}

function exportedNames(statements: Program["body"]): Set<string> {
  const names = new Set<string>();
  for (const node of statements) {
    if (node.type !== "ExportNamedDeclaration") continue;
    if (node.declaration) for (const { name } of declarationsIn([node.declaration], "")) names.add(name);
    for (const { exported } of node.specifiers) if (exported.type === "Identifier") names.add(exported.name);
  }
  return names;
}

function modulesOf(statements: Program["body"], code: string): { name: string; start: number }[] {
  const found = statements.flatMap((node) => {
    if (!("source" in node) || !node.source || typeof node.source !== "object" || !("value" in node.source)) return [];
    return [{ name: node.source.value, start: node.source.start }];
  });
  for (const node of statements) {
    if (node.type !== "TSImportEqualsDeclaration") continue;
    const { moduleReference: module } = node;
    if (module.type !== "TSExternalModuleReference") continue;
    found.push({ name: module.expression.value, start: module.expression.start });
  }
  for (const { index, 1: opening = "", 3: name = "" } of code.matchAll(IMPORT)) {
    found.push({ name, start: index + opening.length });
  }
  return found;
}

// `import "x"`, which may be of a file that declares something for all modules.
function isBareImport(node: Node): boolean {
  return node.type === "ImportDeclaration" && node.specifiers.length === 0;
}

// `declare global` and `declare module "x"`.
function isAugmentation(node: Node): boolean {
  return node.type === "TSModuleDeclaration" && (node.kind === "global" || node.id.type === "Literal");
}
