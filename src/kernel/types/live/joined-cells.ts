import type { CellFacts } from "../facts/cell-facts.ts";
import type { Place } from "../compiler/language-server.ts";
import { renamedIn, type Replacement } from "./redeclared.ts";

/** A cell of the module. Without facts its code is no TypeScript, and only its names count. */
export type JoinedCell = {
  readonly facts: CellFacts | undefined;
  /** The names that it seems to declare. */
  readonly names: readonly string[];
};

/** An offset in a cell, by the cell's place in the list. */
type CellOffset = { readonly cell: number; readonly offset: number };

/** The cells of a notebook as one module of TypeScript. Offsets are UTF-16 code units. */
export type JoinedCells = {
  readonly text: string;
  readonly language: "typescript" | "typescriptreact";
  /** The name that each stand-in in the text means. */
  readonly shadows: ReadonlyMap<string, string>;
  /** The place in the text of an offset in a cell. */
  placeOf(cell: number, offset: number): Place;
  /** The cell's part of a place in the text; undefined between cells. */
  cellAt(place: Place): CellOffset | undefined;
  /** What stands around a name that is written in this place of the cell. */
  aroundName(cell: number, offset: number): { readonly prefix: string; readonly suffix: string };
};

// Ends what a cell leaves open, such as an expression that the next one would go on with.
const BETWEEN = "\n;\n";

/** Text in the module that the cell does not have. */
type Insertion = { readonly at: number; readonly length: number };

type Part = { readonly start: number; readonly length: number; readonly insertions: readonly Insertion[] };

/** Joins the cells of a notebook, in its order, into one module. */
export function joinCells(cells: readonly JoinedCell[]): JoinedCells {
  const { replacements, shadows } = renamedIn(cells.map(({ facts }) => facts));
  const parts: Part[] = [];
  const declared = new Set(cells.flatMap(({ facts }) => facts?.declarations.map(({ name }) => name) ?? []));
  let text = "";
  for (const [at, { facts, names }] of cells.entries()) {
    const insertions = insertionsOf(facts, replacements.get(at) ?? []);
    const code = facts ? withReplacements(facts.code, replacements.get(at) ?? []) : standInFor(names, declared);
    // It would switch the checks of the whole module off.
    const written = code.replaceAll("@ts-nocheck", "@ts_nocheck");
    parts.push({ start: text.length, length: facts ? written.length : -1, insertions });
    text += written + BETWEEN;
  }
  const lines = lineStarts(text);
  const isJsx = cells.some(({ facts }) => facts?.language === "typescriptreact");
  return {
    text,
    language: isJsx ? "typescriptreact" : "typescript",
    shadows,
    placeOf: (cell, offset) => placeIn(lines, offsetInModule(parts[cell], offset)),
    cellAt: ({ line, character }) => cellAt(parts, (lines[line] ?? text.length) + character),
    aroundName: (cell, offset) => replacements.get(cell)?.find(({ start }) => start === offset) ?? NOTHING,
  };
}

const NOTHING = { prefix: "", suffix: "" };

function insertionsOf(facts: CellFacts | undefined, replacements: readonly Replacement[]): Insertion[] {
  const inserted = facts?.inserted;
  // The replacements count in the code that has the insertion.
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

function standInFor(names: readonly string[], declared: ReadonlySet<string>): string {
  return names.flatMap((name) => (declared.has(name) ? [] : [`declare const ${name}: any;`])).join(" ");
}

function offsetInModule(part: Part | undefined, offset: number): number {
  if (!part) return 0;
  const inserted = part.insertions.reduce((sum, { at, length }) => (at <= offset ? sum + length : sum), 0);
  return part.start + offset + inserted;
}

function cellAt(parts: readonly Part[], at: number): CellOffset | undefined {
  const cell = parts.findLastIndex(({ start }) => start <= at);
  const part = parts[cell];
  if (!part || at - part.start > part.length) return undefined;
  let offset = at - part.start;
  for (const insertion of part.insertions) {
    if (insertion.at >= offset) break;
    offset = Math.max(insertion.at, offset - insertion.length);
  }
  return { cell, offset };
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

function placeIn(lines: readonly number[], offset: number): Place {
  let [low, high] = [0, lines.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((lines[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low, character: offset - (lines[low] ?? 0) };
}
