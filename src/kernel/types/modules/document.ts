import { type CellFacts, wordsIn } from "../facts/cell-facts.ts";
import { byName, type Declaration, type Kind } from "../facts/declarations.ts";
import { END, propertyEnd } from "./reserved-names.ts";
import { addedTo, asDeclared, type Entry, isArray, isValue, isVariable, keptOf, type Slot } from "./meaning.ts";
import { Preamble, type Reading } from "./preamble.ts";
import { shadowed } from "./shadows.ts";
import { withoutSurplus } from "../facts/surplus.ts";

/** A cell as a module of its own, in which the names of earlier cells have their types. */
export type CellDocument = {
  readonly text: string;
  /** The line of the module that the cell starts on, from 0. */
  readonly firstLine: number;
  /** What the module's own names stand for. */
  readonly shadows: ReadonlyMap<string, string>;
  /** What the names of earlier cells are. */
  readonly kinds: ReadonlyMap<string, Kind>;
  readonly uses: ReadonlySet<Slot>;
  /** What names meant in earlier cells: those that the cell uses, and those that it declares anew. */
  readonly meanings: ReadonlyMap<string, Entry>;
  /** Whether a variable is taken for more than its declaration says. */
  readonly isNarrowed: boolean;
  /** The names declared by the cell, with what earlier meanings add. */
  readonly kept: ReadonlyMap<string, Entry | undefined>;
  /** The variables that later cells may know more about than their declaration says. */
  readonly ended: readonly string[];
  /** The properties of variables that later cells may know more about. */
  readonly properties: ReadonlyMap<string, ReadonlySet<string>>;
};

export type DocumentOptions = {
  /** The file name of the module of all slots. */
  readonly hub: string;
  readonly reading: Reading;
  /** The names that JSX uses without naming them. */
  readonly jsxNames: readonly string[];
  /** The notebook's cell: what it said when it ran before is forgotten. */
  readonly origin?: string | undefined;
  /** Whether later cells are to see its names. */
  readonly isAccepted?: boolean;
  /** Whether it is being typed. */
  readonly isDraft?: boolean;
};

const HEADER = /^[^\S\n]*(?:\/\/\/[^\S\n]*<reference .*|(?:\/\/|\/\*\*?)[^\S\n]*@jsx.*)$/gm;

// Functions that do not return, or return only where something holds.
const ASSERTING = /(?:\)\s*:|=>)\s*(?:never|asserts)\b/;

/** Writes the module of a cell: the names it uses from earlier cells, its own text, and what it leaves. */
export function buildDocument(
  facts: CellFacts,
  entries: ReadonlyMap<string, Entry>,
  { hub, reading, jsxNames, origin, isAccepted = false, isDraft = false }: DocumentOptions,
): CellDocument {
  const declared = byName(facts.declarations);
  const { code: whole, shadows } = shadowed(facts, declared, entries);
  const kindOf = (name: string) => declared.get(name)?.findLast(isValue)?.kind ?? entries.get(name)?.value?.kind;
  const properties = new Map([...facts.properties].filter(([name]) => isAccepted && isVariable(kindOf(name))));
  const isTelling =
    properties.size > 0 ||
    [...facts.properties.keys()].some((name) => declared.get(name)?.some(({ kind }) => kind === "function")) ||
    [...facts.grown].some((name) => isArray(kindOf(name)));
  const narrows =
    isAccepted && (facts.narrows || [...facts.called].some((name) => ASSERTING.test(textOf(name, declared, entries))));
  const code = isAccepted && !isTelling ? withoutSurplus(whole, facts.surplus, facts.isStraight && !narrows) : whole;
  const changed = new Set([...facts.grown, ...facts.grownInside, ...facts.assigned]);
  const writer = new Preamble(reading, changed, isAccepted);
  const meanings = new Map<string, Entry>();
  const kept = new Map<string, Entry | undefined>();
  for (const [name, declarations] of declared) {
    const entry = entries.get(name);
    kept.set(name, entry && keptOf(entry, declarations, origin));
    if (!entry) continue;
    meanings.set(name, entry);
    writer.keep(name, entry, declarations, origin);
  }
  for (const [shadow, name] of shadows) {
    const entry = entries.get(name);
    if (entry) writer.bind(name, entry, shadow);
  }
  const kinds = new Map<string, Kind>();
  const jsx = facts.language === "typescriptreact" ? jsxNames : [];
  // What is kept of earlier declarations uses names of its own.
  for (
    let words = new Set([...(isAccepted ? wordsIn(code) : facts.words), ...jsx]);
    words.size > 0;
    words = writer.takeWords()
  ) {
    for (const name of words) {
      const entry = entries.get(name);
      if (!entry || meanings.has(name)) continue;
      meanings.set(name, entry);
      const own = addedTo(name, entry, facts.properties.get(name) ?? []);
      const known = isDraft && isPartOfOthers(own, entries) ? asDeclared(own) : own;
      // Cells that set properties would else all lead back to the first.
      writer.bind(name, properties.size > 0 ? { ...known, properties: new Map() } : known, name);
      const source = entry.value ?? entry.type;
      if (source) kinds.set(name, source.kind);
    }
  }
  const ended = isAccepted ? endedIn({ ...facts, narrows }, declared, kinds) : [];
  const left = isAccepted ? [...declared.keys()].filter((name) => !facts.exported.has(name)) : [];
  const own = Array.from(code.matchAll(HEADER), ([header]) => `${header}\n`).join("");
  // A factory is for the classic form, which the run takes then.
  const headers = /@jsx\s/.test(own) && !own.includes("@jsxRuntime") ? `${own}/** @jsxRuntime classic */\n` : own;
  const exported = left.length > 0 ? ` export { ${left.join(", ")} };` : "";
  const preamble = `${headers}import { ${writer.imports().join(", ")} } from "./${hub}"; ${writer.text()}${exported}\n`;
  const ends = [
    ...ended.map((name) => `export const ${name}${END} = ${name};`),
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
    meanings,
    isNarrowed: writer.isNarrowed,
    kept,
    ended,
    properties,
  };
}

// Which part of the types of a package a value is takes the compiler as long as everything else in a draft.
function isPartOfOthers({ value, narrowed }: Entry, entries: ReadonlyMap<string, Entry>): boolean {
  if (value?.kind !== "const" || !value.union || narrowed !== value.slot) return false;
  const type = entries.get(value.union)?.type;
  return type === undefined || type.kind === "import";
}

function textOf(
  name: string,
  declared: ReadonlyMap<string, readonly Declaration[]>,
  entries: ReadonlyMap<string, Entry>,
): string {
  return declared.get(name)?.findLast(isValue)?.text ?? entries.get(name)?.value?.text ?? "";
}

function endedIn(
  facts: CellFacts,
  declared: ReadonlyMap<string, readonly Declaration[]>,
  kinds: ReadonlyMap<string, Kind>,
): string[] {
  const ended: string[] = [];
  if (facts.isPartial) return grownIn(facts, declared, kinds);
  for (const [name, kind] of kinds) {
    if (isVariable(kind) && facts.words.has(name) && saysMore(facts, name, kind)) ended.push(name);
  }
  for (const [name, declarations] of declared) {
    const variable = declarations.find(({ kind }) => isVariable(kind));
    if (!variable) continue;
    const { kind, value } = variable;
    const isGiven = value !== undefined && (kind === "let" || (kind === "const" && variable.union !== undefined));
    if (saysMore(facts, name, kind) || isGiven) ended.push(name);
  }
  return ended;
}

// How far its assignments got nobody knows; what was put into an array may be there.
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
