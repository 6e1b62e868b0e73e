import { type CellFacts, wordsIn } from "../facts/cell-facts.ts";
import { groupedByName, type Declaration, type Kind } from "../facts/declarations.ts";
import { END, propertyEnd } from "./reserved-names.ts";
import type { CellModule, Meaning } from "./cell-module.ts";
import { addedTo, asDeclared, isArray, isValue, isVariable, carryOver } from "./meaning.ts";
import { Preamble, type Reading } from "./preamble.ts";
import { shadowed } from "./shadows.ts";
import { withoutSurplus } from "../facts/surplus.ts";

/**
 * A cell as a module that sees the names of earlier cells with their types.
 *
 * Each name comes from the module that declared it (`$0`), and its type from the last module that refined
 * it: after a cell that assigns `total`, the type is that of `total_end`. The names with `$`, `_end` and a
 * capital letter stand for those in reserved-names.ts.
 *
 * @example
 * // The first cell: let total: number | string = 1;
 * import {  } from "./__tsnb_index.mts";  export { total };
 * let total: number | string = 1;
 * ;export const total_end = total;
 *
 * // The second cell, total.toFixed(), sees a number; all before it is one line:
 * import { $0, Live, Known, Sure } from "./__tsnb_index.mts"; declare let total: typeof $0.total; total = null! as
 * Live<typeof $0.total_end, typeof $0.total>; Known<Live<typeof $0.total_end, typeof $0.total>, typeof
 * $0.total>(total);
 * total.toFixed()
 */
export type CellDocument = {
  readonly text: string;
  /** The line of the module that the cell starts on, from 0. */
  readonly firstLine: number;
  /** The earlier name behind each stand-in in the cell's code. */
  readonly shadows: ReadonlyMap<string, string>;
  /** The kinds of the earlier names that the cell uses. */
  readonly kinds: ReadonlyMap<string, Kind>;
  readonly uses: ReadonlySet<CellModule>;
  /** The meanings of the earlier names that the cell uses or declares again. */
  readonly usedMeanings: ReadonlyMap<string, Meaning>;
  /** True when the module refines a variable's declared type. */
  readonly isNarrowed: boolean;
  /** Each name that the cell declares, with the part of its earlier meaning that still holds. */
  readonly carriedOver: ReadonlyMap<string, Meaning | undefined>;
  /** Variables whose type at the end of the cell may be narrower than declared. */
  readonly refined: readonly string[];
  /** Properties whose type at the end of the cell may be narrower than declared, by variable. */
  readonly properties: ReadonlyMap<string, ReadonlySet<string>>;
};

export type DocumentOptions = {
  /** The file name of the module that exports all cells' modules. */
  readonly indexFile: string;
  readonly reading: Reading;
  /** The names that JSX uses implicitly. */
  readonly jsxNames: readonly string[];
  /** The id of the notebook's cell. Its earlier declarations no longer hold. */
  readonly origin?: string | undefined;
  /** True when later cells see its names. Default: false. */
  readonly isAccepted?: boolean;
  /** True while the cell is being typed. Default: false. */
  readonly isDraft?: boolean;
};

const HEADER = /^[^\S\n]*(?:\/\/\/[^\S\n]*<reference .*|(?:\/\/|\/\*\*?)[^\S\n]*@jsx.*)$/gm;

// Matches functions that never return, or return only if a condition holds.
const ASSERTING = /(?:\)\s*:|=>)\s*(?:never|asserts)\b/;

/** Writes the module of a cell: the earlier names that it uses, its own code, and its exports. */
export function buildDocument(
  facts: CellFacts,
  meanings: ReadonlyMap<string, Meaning>,
  { indexFile, reading, jsxNames, origin, isAccepted = false, isDraft = false }: DocumentOptions,
): CellDocument {
  const declared = groupedByName(facts.declarations);
  const { code: whole, shadows } = shadowed(facts, declared, meanings);
  const kindOf = (name: string) => declared.get(name)?.findLast(isValue)?.kind ?? meanings.get(name)?.value?.kind;
  const properties = new Map([...facts.properties].filter(([name]) => isAccepted && isVariable(kindOf(name))));
  const isTelling =
    properties.size > 0 ||
    [...facts.properties.keys()].some((name) => declared.get(name)?.some(({ kind }) => kind === "function")) ||
    [...facts.grown].some((name) => isArray(kindOf(name)));
  const narrows =
    isAccepted && (facts.narrows || [...facts.called].some((name) => ASSERTING.test(textOf(name, declared, meanings))));
  const code = isAccepted && !isTelling ? withoutSurplus(whole, facts.surplus, facts.isStraight && !narrows) : whole;
  const changed = new Set([...facts.grown, ...facts.grownInside, ...facts.assigned]);
  const writer = new Preamble(reading, changed, isAccepted);
  const usedMeanings = new Map<string, Meaning>();
  const carriedOver = new Map<string, Meaning | undefined>();
  for (const [name, declarations] of declared) {
    const meaning = meanings.get(name);
    carriedOver.set(name, meaning && carryOver(meaning, declarations, origin));
    if (!meaning) continue;
    usedMeanings.set(name, meaning);
    writer.keep(name, meaning, declarations, origin);
  }
  for (const [shadow, name] of shadows) {
    const meaning = meanings.get(name);
    if (meaning) writer.bind(name, meaning, shadow);
  }
  const kinds = new Map<string, Kind>();
  const jsx = facts.language === "typescriptreact" ? jsxNames : [];
  // Earlier declarations that still hold may use further names.
  for (
    let words = new Set([...(isAccepted ? wordsIn(code) : facts.words), ...jsx]);
    words.size > 0;
    words = writer.takeWords()
  ) {
    for (const name of words) {
      const meaning = meanings.get(name);
      if (!meaning || usedMeanings.has(name)) continue;
      usedMeanings.set(name, meaning);
      const own = addedTo(name, meaning, facts.properties.get(name) ?? []);
      const known = isDraft && isPartOfOthers(own, meanings) ? asDeclared(own) : own;
      // Without this, each cell that sets properties would need all such cells before it.
      writer.bind(name, properties.size > 0 ? { ...known, properties: new Map() } : known, name);
      const source = meaning.value ?? meaning.type;
      if (source) kinds.set(name, source.kind);
    }
  }
  const refined = isAccepted ? refinedIn({ ...facts, narrows }, declared, kinds) : [];
  const left = isAccepted ? [...declared.keys()].filter((name) => !facts.exported.has(name)) : [];
  const own = Array.from(code.matchAll(HEADER), ([header]) => `${header}\n`).join("");
  // A cell that names a JSX factory runs with the classic runtime.
  const headers = /@jsx\s/.test(own) && !own.includes("@jsxRuntime") ? `${own}/** @jsxRuntime classic */\n` : own;
  const exported = left.length > 0 ? ` export { ${left.join(", ")} };` : "";
  const preamble = `${headers}import { ${writer.imports().join(", ")} } from "./${indexFile}"; ${writer.text()}${exported}\n`;
  const ends = [
    ...refined.map((name) => `export const ${name}${END} = ${name};`),
    ...Array.from(properties, ([name, paths]) =>
      Array.from(paths, (path) => `export const ${propertyEnd(name, path)} = ${name}.${path};`),
    ).flat(),
  ].join("\n");
  return {
    text: `${preamble}${code}${ends === "" ? "" : `\n;${ends}`}`,
    firstLine: preamble.split("\n").length - 1,
    shadows,
    kinds,
    uses: writer.uses,
    usedMeanings,
    isNarrowed: writer.isNarrowed,
    carriedOver,
    refined,
    properties,
  };
}

// In a draft, narrowing a union from a package would take the compiler as long as everything else together.
function isPartOfOthers({ value, refiner }: Meaning, meanings: ReadonlyMap<string, Meaning>): boolean {
  if (value?.kind !== "const" || !value.union || refiner !== value.module) return false;
  const type = meanings.get(value.union)?.type;
  return type === undefined || type.kind === "import";
}

function textOf(
  name: string,
  declared: ReadonlyMap<string, readonly Declaration[]>,
  meanings: ReadonlyMap<string, Meaning>,
): string {
  return declared.get(name)?.findLast(isValue)?.text ?? meanings.get(name)?.value?.text ?? "";
}

function refinedIn(
  facts: CellFacts,
  declared: ReadonlyMap<string, readonly Declaration[]>,
  kinds: ReadonlyMap<string, Kind>,
): string[] {
  const refined: string[] = [];
  if (facts.isPartial) return grownIn(facts, declared, kinds);
  for (const [name, kind] of kinds) {
    if (isVariable(kind) && facts.words.has(name) && saysMore(facts, name, kind)) refined.push(name);
  }
  for (const [name, declarations] of declared) {
    const variable = declarations.find(({ kind }) => isVariable(kind));
    if (!variable) continue;
    const { kind, value } = variable;
    const isGiven = value !== undefined && (kind === "let" || (kind === "const" && variable.union !== undefined));
    if (saysMore(facts, name, kind) || isGiven) refined.push(name);
  }
  return refined;
}

// A cell that ended early may not have reached its assignments, but may still have added elements.
function grownIn(
  { grown }: CellFacts,
  declared: ReadonlyMap<string, readonly Declaration[]>,
  kinds: ReadonlyMap<string, Kind>,
): string[] {
  const kindOf = (name: string) => declared.get(name)?.find(isValue)?.kind ?? kinds.get(name);
  return [...grown].filter((name) => isArray(kindOf(name)));
}

function saysMore({ assigned, grown, narrows }: CellFacts, name: string, kind: Kind): boolean {
  if (kind === "array") return grown.has(name);
  return narrows || assigned.has(name) || (kind === "letArray" && grown.has(name));
}
