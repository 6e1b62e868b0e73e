import type { Node, Program } from "oxc-parser";
import { childrenOf, isFunction } from "../../cell/syntax/ast.ts";
import { isTooDeep } from "../../cell/syntax/nesting.ts";
import { parseCell } from "../../cell/syntax/parse.ts";
import { type Reference, referencesIn } from "../../cell/syntax/scope.ts";
import { type Declaration, declarationsIn } from "./declarations.ts";
import { growingPlaces } from "./growing-arrays.ts";
import { jsdocTypes } from "./jsdoc-types.ts";
import type { CellLanguage } from "../compiler/document-language.ts";
import { setProperties, testedProperties } from "./properties.ts";
import { type Surplus, surplusIn } from "./surplus.ts";

/** The facts that the type service reads from a cell. */
export type CellFacts = {
  readonly code: string;
  /** The place of code that was inserted on one line and is not in the cell itself. */
  readonly inserted?: { readonly at: number; readonly length: number };
  readonly language: CellLanguage;
  readonly declarations: readonly Declaration[];
  /** The types that its comments declare, for a cell of JavaScript. */
  readonly jsdocTypes: readonly Declaration[];
  /** The names that the cell itself exports. */
  readonly exported: ReadonlySet<string>;
  /** Every word in the cell: the names that it may use. */
  readonly words: ReadonlySet<string>;
  readonly assigned: ReadonlySet<string>;
  /** Values used at the top level, outside functions. */
  readonly direct: readonly Reference[];
  /** Values used inside functions. */
  readonly nested: readonly Reference[];
  /** Arrays that get elements at the top level. */
  readonly grown: ReadonlySet<string>;
  /** Arrays that get elements in functions. */
  readonly grownInside: ReadonlySet<string>;
  /** Properties set or checked at the top level, as paths such as `b.c`, by the name they start from. */
  readonly properties: ReadonlyMap<string, ReadonlySet<string>>;
  /** True when reaching the end of the cell narrows a value: by a throw or an assertion. */
  readonly narrows: boolean;
  /** Functions called as statements, which may assert something or never return. */
  readonly called: ReadonlySet<string>;
  /** True when no statement of the cell narrows a variable, as far as its own text shows. */
  readonly isStraight: boolean;
  /** The imported modules, and the offsets of their names. */
  readonly modules: readonly { readonly name: string; readonly start: number }[];
  /** True when it declares something for all modules, by `declare global` or `declare module`. */
  readonly augments: boolean;
  /** True when it affects all modules: by such a declaration, a reference, or a bare import. */
  readonly isGlobal: boolean;
  /** True when the cell may have ended anywhere after its declarations. */
  readonly isPartial?: boolean;
  /** The parts that later cells do not need. */
  readonly surplus: readonly Surplus[];
};

const WORD = /[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*/gu;
// Types are unknown here, so functions that assert or never return are recognized by name.
const NARROWING =
  /\bthrow\b|assert|invariant|\bexit\b|\b(?:abort|ensure\w*|fail|must\w*|never|ok|require[A-Z]\w*|unreachable)\s*\(/;
const REFERENCE = /^\/\/\/\s*<reference\s+(?:lib|path|types)=/m;

// Imports of values and of types.
const IMPORT = /(\bimport\s*\(\s*)(["'`])([^"'`$\n]+)\2/g;

/** Reads a cell; `undefined` when it is not TypeScript (the run reports that) or is nested too deeply. */
export function readCell(source: string): CellFacts | undefined {
  if (isTooDeep(source)) return undefined;
  try {
    return read(withoutHashbang(source));
  } catch (error) {
    // A long chain of operators nests as deeply for a recursive walk.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Only the names of a cell: reading them is several times as fast. */
export type CellNames = Pick<CellFacts, "declarations" | "exported" | "words">;

/** Reads the names of a cell; `undefined` when it is not TypeScript or is nested too deeply. */
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
    jsdocTypes: /@(?:typedef|callback)\b/.test(code) ? jsdocTypes(cell.parsed.comments, code) : [],
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
 * Reads a cell that is being typed. It may parse with a name at the cursor or without the cursor's line;
 * otherwise only its words are known.
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
    jsdocTypes: [],
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

// Only a file may start with a hashbang, but the module of a cell starts with other code.
function withoutHashbang(text: string): string {
  return text.replace(/^#!/, "//");
}

/** All words in a string that could be names. */
export function wordsIn(text: string): Set<string> {
  return new Set(text.match(WORD));
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

// `import "x"`, whose file may declare something for all modules.
function isBareImport(node: Node): boolean {
  return node.type === "ImportDeclaration" && node.specifiers.length === 0;
}

// `declare global` and `declare module "x"`.
function isAugmentation(node: Node): boolean {
  return node.type === "TSModuleDeclaration" && (node.kind === "global" || node.id.type === "Literal");
}
