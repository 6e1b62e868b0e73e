import { withoutNoCheck } from "../../cell/syntax/no-check.ts";
import { type CellFacts, wordsIn } from "../facts/cell-facts.ts";
import type { Declaration, Kind } from "../facts/declarations.ts";
import { renamedIn, type Replacement } from "./redeclared-names.ts";

/** A cell of the module. Without facts, its code is not TypeScript, and only its names count. */
export type JoinedCell = {
  readonly facts: CellFacts | undefined;
  /** The names that it seems to declare. */
  readonly names: readonly string[];
};

/** Text in the module that is not in the cell: its offset in the cell, and its length. */
type Insertion = { readonly at: number; readonly length: number };

/** A name that a cell declares, spelled as in the module. */
type WrittenName = {
  readonly kind: Kind;
  /** True when its value may narrow its declared type, which may be a union. */
  readonly isNarrowed: boolean;
  /** The text of its declarations in the module: everything that its type depends on. */
  readonly text: string;
  readonly words: ReadonlySet<string>;
};

/** A cell as written into a module with others. */
export type WrittenCell = {
  readonly text: string;
  /** False when only declarations of names replace code that cannot be read. */
  readonly isCode: boolean;
  readonly insertions: readonly Insertion[];
  readonly facts: CellFacts | undefined;
  readonly declared: ReadonlyMap<string, WrittenName>;
  readonly words: ReadonlySet<string>;
};

/** The cells of a notebook, written so that they can be one module. */
export type WrittenCells = {
  readonly cells: readonly WrittenCell[];
  /** The name behind each stand-in in the texts. */
  readonly shadows: ReadonlyMap<string, string>;
  readonly replacements: ReadonlyMap<number, readonly Replacement[]>;
  readonly language: "typescript" | "typescriptreact";
};

const known = new WeakMap<CellFacts, { readonly key: string; readonly written: WrittenCell }>();

/** Writes the cells of a notebook, which are given in its order. */
export function writeCells(cells: readonly JoinedCell[]): WrittenCells {
  const { replacements, shadows, standIns } = renamedIn(cells.map(({ facts }) => facts));
  const declared = new Set(cells.flatMap(({ facts }) => facts?.declarations.map(({ name }) => name) ?? []));
  const written = cells.map(({ facts, names }, at) => {
    if (!facts) return standInFor(names.filter((name) => !declared.has(name)));
    const own = replacements.get(at) ?? [];
    const key = own.map(({ start, name }) => `${start} ${name}`).join();
    const before = known.get(facts);
    if (before?.key === key) return before.written;
    const now = write(facts, own, standIns.get(at) ?? new Map());
    known.set(facts, { key, written: now });
    return now;
  });
  const isJsx = cells.some(({ facts }) => facts?.language === "typescriptreact");
  return { cells: written, shadows, replacements, language: isJsx ? "typescriptreact" : "typescript" };
}

function write(
  facts: CellFacts,
  replacements: readonly Replacement[],
  standIns: ReadonlyMap<string, string>,
): WrittenCell {
  // The comment would switch off the checks of the whole module.
  const text = withoutNoCheck(withReplacements(facts.code, replacements));
  const declared = new Map<string, WrittenName>();
  for (const declaration of facts.declarations) {
    const name = standIns.get(declaration.name) ?? declaration.name;
    const within = replacements.filter(({ start, end }) => declaration.start <= start && end <= declaration.end);
    const moved = within.map((one) => ({
      ...one,
      start: one.start - declaration.start,
      end: one.end - declaration.start,
    }));
    const whole = withReplacements(facts.code.slice(declaration.start, declaration.end), moved);
    const own = declaration.kind === "import" ? importOf(name, whole) : whole;
    const earlier = declared.get(name);
    const declarations = earlier ? `${earlier.text}\n${own}` : own;
    declared.set(name, {
      kind: declaration.kind,
      isNarrowed: mayNarrow(declaration) || earlier?.isNarrowed === true,
      text: declarations,
      words: wordsIn(declarations),
    });
  }
  const insertions = insertionsOf(facts, replacements);
  return { text, isCode: true, insertions, facts, declared, words: wordsIn(text) };
}

/** An import statement reduced to one of its names. */
function importOf(name: string, statement: string): string {
  return statement.replace(/\{[^}]*\}/, (braces) => {
    const own = braces.split(/[{},]/).find((specifier) => specifier.trim().split(/\s+/).at(-1) === name);
    return `{${own?.trim() ?? ""}}`;
  });
}

function mayNarrow({ kind, union }: Declaration): boolean {
  return union !== undefined || ["let", "auto", "array", "letArray"].includes(kind);
}

function insertionsOf(facts: CellFacts, replacements: readonly Replacement[]): Insertion[] {
  const { inserted } = facts;
  // The offsets of replacements are in the code with the insertion.
  const before = (at: number) => (inserted && at > inserted.at ? at - inserted.length : at);
  const around = replacements.flatMap(({ start, end, prefix, suffix }) => [
    { at: before(start), length: prefix.length },
    { at: before(end), length: suffix.length },
  ]);
  const all = [...(inserted ? [inserted] : []), ...around];
  return all.filter(({ length }) => length > 0).toSorted((a, b) => a.at - b.at);
}

function withReplacements(code: string, replacements: readonly Replacement[]): string {
  let written = "";
  let at = 0;
  for (const { start, end, name, prefix, suffix } of replacements) {
    written += code.slice(at, start) + prefix + name + suffix;
    at = end;
  }
  return written + code.slice(at);
}

function standInFor(names: readonly string[]): WrittenCell {
  const text = names.map((name) => `declare const ${name}: any;`).join(" ");
  const any: WrittenName = { kind: "const", isNarrowed: false, text: "any", words: new Set() };
  const declared = new Map(names.map((name) => [name, any]));
  return { text, isCode: false, insertions: [], facts: undefined, declared, words: new Set(names) };
}
