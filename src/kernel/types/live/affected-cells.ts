import type { CellFacts } from "../facts/cell-facts.ts";
import type { Kind } from "../facts/declarations.ts";
import type { WrittenCell, WrittenCells } from "./written-cells.ts";

/** The places of the cells that differ from an earlier version, and of all cells whose errors may differ. */
export type AffectedCells = {
  readonly changed: readonly number[];
  readonly all: readonly number[];
};

// Code after this may know more about a variable. Types are unknown here, so functions are recognized by name.
const NARROWING =
  /\bthrow\b|assert|invariant|\bexit\b|\b(?:abort|ensure\w*|fail|must\w*|never|ok|require[A-Z]\w*|unreachable)\s*\(/;
const ASSERTING = /(?:\)\s*:|=>)\s*(?:never|asserts)\b/;

const VARIABLES: ReadonlySet<Kind> = new Set<Kind>(["const", "let", "auto", "array", "letArray"]);

export function isSame(one: WrittenCell | undefined, other: WrittenCell | undefined): boolean {
  return one === other || (one !== undefined && one.facts === other?.facts && one.text === other?.text);
}

/** The names of a notebook's cells: the cells that declare them, and the cells that affect their types. */
export class NotebookNames {
  readonly #cells: readonly WrittenCell[];
  readonly #shadows: ReadonlyMap<string, string>;
  readonly #declaredIn = new Map<string, number[]>();
  readonly #refining = new Map<string, number[]>();
  readonly #refined: readonly ReadonlySet<string>[];

  constructor({ cells, shadows }: WrittenCells) {
    this.#cells = cells;
    this.#shadows = shadows;
    const asserting = new Set<string>();
    for (const [at, { declared }] of cells.entries()) {
      for (const [name, { text }] of declared) {
        add(this.#declaredIn, name, at);
        if (ASSERTING.test(text)) asserting.add(name);
      }
    }
    this.#refined = cells.map(({ facts }) => (facts ? refinedIn(facts, asserting) : new Set<string>()));
    for (const [at, names] of this.#refined.entries()) for (const name of names) add(this.#refining, name, at);
  }

  /** The cells that differ from an earlier version of the notebook, and those whose errors may differ. */
  since(before: readonly (WrittenCell | undefined)[]): AffectedCells {
    const changed = this.#cells.flatMap((cell, at) => (isSame(cell, before[at]) ? [] : [at]));
    const names = this.affectedSince(before);
    const all = new Set(changed);
    for (const [at, { words }] of this.#cells.entries()) if (haveCommon(names, words)) all.add(at);
    return { changed: this.#withTheirFlow(changed), all: this.#withTheirFlow(all) };
  }

  /** The names whose meaning may differ from that in an earlier version of the notebook. */
  affectedSince(before: readonly (WrittenCell | undefined)[]): ReadonlySet<string> {
    const affected = new Set<string>();
    for (const [at, cell] of this.#cells.entries()) {
      const old = before[at];
      if (isSame(cell, old)) continue;
      for (const name of new Set([...cell.declared.keys(), ...(old?.declared.keys() ?? [])])) {
        if (cell.declared.get(name)?.text !== old?.declared.get(name)?.text) affected.add(name);
      }
      const refined = [...(this.#refined[at] ?? []), ...(old?.facts ? refinedIn(old.facts, new Set()) : [])];
      for (const name of refined) for (const written of this.#spellingsOf(name)) affected.add(written);
    }
    for (let size = -1; size < affected.size; ) {
      size = affected.size;
      for (const { declared } of this.#cells) {
        for (const [name, { words }] of declared) {
          if (!affected.has(name) && haveCommon(affected, words)) affected.add(name);
        }
      }
    }
    return affected;
  }

  /** The names that these cells take from others. */
  takenBy(places: readonly number[]): string[] {
    const own = new Set(places.flatMap((at) => [...(this.#cells[at]?.declared.keys() ?? [])]));
    const words = new Set(places.flatMap((at) => [...(this.#cells[at]?.words ?? [])]));
    return [...words].filter((word) => !own.has(word) && this.#declaredIn.has(word));
  }

  /** Adds the cells that affect a variable's type beyond its declaration: its type is right only with them. */
  #withTheirFlow(places: Iterable<number>): number[] {
    const found = new Set(places);
    for (const at of found) {
      for (const word of this.#cells[at]?.words ?? []) for (const maker of this.#makersOf(word)) found.add(maker);
    }
    return [...found].toSorted((a, b) => a - b);
  }

  #makersOf(name: string): readonly number[] {
    const declaring = this.#declaredIn.get(name) ?? [];
    const [first] = declaring;
    if (first === undefined) return [];
    const isNarrowed = this.#cells[first]?.declared.get(name)?.isNarrowed === true;
    const refined = this.#isVariable(name) ? (this.#refining.get(this.#shadows.get(name) ?? name) ?? []) : [];
    const others = refined.filter((at) => at !== first);
    if (declaring.length === 1 && !isNarrowed && others.length === 0) return [];
    return [...declaring, ...others];
  }

  #isVariable(name: string): boolean {
    const kind = this.#cells[this.#declaredIn.get(name)?.[0] ?? -1]?.declared.get(name)?.kind;
    return kind !== undefined && VARIABLES.has(kind);
  }

  /** The variables that stand for a name in the module: the name itself, and its stand-ins. */
  #spellingsOf(name: string): string[] {
    const all = [name, ...Array.from(this.#shadows, ([shadow, of]) => (of === name ? shadow : ""))];
    return all.filter((one) => this.#isVariable(one));
  }
}

/** The variables about which code after a cell may know more than, or something other than, their declarations. */
function refinedIn(facts: CellFacts, asserting: ReadonlySet<string>): ReadonlySet<string> {
  const { assigned, grown, grownInside, properties, code, declarations, called } = facts;
  const refined = new Set([...assigned, ...grown, ...grownInside, ...properties.keys()]);
  const isCalled = [...called].some((name) => asserting.has(name));
  const functions = declarations.filter(
    ({ kind, value }) => kind === "function" || kind === "class" || value?.isFunction,
  );
  let straight = "";
  let at = 0;
  for (const { start, end } of functions) {
    straight += code.slice(at, start);
    at = Math.max(at, end);
  }
  if (isCalled || NARROWING.test(straight + code.slice(at))) {
    for (const { name } of facts.direct) refined.add(name);
  }
  return refined;
}

function add(places: Map<string, number[]>, name: string, at: number): void {
  const known = places.get(name);
  if (known) known.push(at);
  else places.set(name, [at]);
}

function haveCommon(some: ReadonlySet<string>, others: ReadonlySet<string>): boolean {
  const [few, many] = some.size < others.size ? [some, others] : [others, some];
  for (const one of few) if (many.has(one)) return true;
  return false;
}
