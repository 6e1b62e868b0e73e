import type { CellFacts } from "../facts/cell-facts.ts";
import { groupedByName, type Declaration, type Kind } from "../facts/declarations.ts";
import { shadowOf } from "../modules/reserved-names.ts";
import { type Occurrence, occurrencesIn } from "./occurrences.ts";

/** The replacement of a name in a cell. */
export type Replacement = Pick<Occurrence, "start" | "end" | "prefix" | "suffix"> & { readonly name: string };

/** The names that are spelled differently when the cells are one module. */
export type Renamed = {
  /** The replacements, by the place of the cell. */
  readonly replacements: ReadonlyMap<number, readonly Replacement[]>;
  /** The name behind each stand-in. */
  readonly shadows: ReadonlyMap<string, string>;
  /** The stand-ins of the names that a cell declares, by the place of the cell. */
  readonly standIns: ReadonlyMap<number, ReadonlyMap<string, string>>;
};

// Kept because only one cell changes at a time, perhaps of two hundred.
const known = new WeakMap<CellFacts, readonly Occurrence[]>();

function occurrencesOf(facts: CellFacts): readonly Occurrence[] {
  const found = known.get(facts) ?? occurrencesIn(facts.code);
  known.set(facts, found);
  return found;
}

type Space = "value" | "type";

/** A cell that declares a name again. */
type Version = { readonly cell: number; readonly spaces: ReadonlySet<Space>; readonly declaration: Declaration };

const SPACES: Readonly<Record<Kind, readonly Space[]>> = {
  const: ["value"],
  let: ["value"],
  auto: ["value"],
  array: ["value"],
  letArray: ["value"],
  function: ["value"],
  class: ["value", "type"],
  enum: ["value", "type"],
  import: ["value", "type"],
  namespace: ["value", "type"],
  interface: ["type"],
  type: ["type"],
};
// Declarations that add to those of an earlier cell.
const MERGING: ReadonlySet<Kind> = new Set<Kind>(["interface", "namespace"]);

/**
 * Gives all but the last declaration of a name another spelling of equal length, so that cells that declare the same
 * name can be one module. A use refers to the last declaration up to its cell; within the new value of a name,
 * it refers to the one before.
 */
export function renamedIn(cells: readonly (CellFacts | undefined)[]): Renamed {
  const versions = versionsIn(cells);
  const shadows = new Map<string, string>();
  const standIns = new Map<Version, string>();
  for (const [name, all] of versions) {
    for (const [index, version] of all.entries()) {
      if (!all.slice(index + 1).some(({ spaces }) => overlap(spaces, version.spaces))) continue;
      const shadow = shadowOf(name, shadows.size);
      shadows.set(shadow, name);
      standIns.set(version, shadow);
    }
  }
  const names = new Set([...standIns.keys()].map(({ declaration }) => declaration.name));
  const replacements = new Map<number, readonly Replacement[]>();
  for (const [at, facts] of cells.entries()) {
    if (!facts || ![...names].some((name) => facts.words.has(name))) continue;
    const found = occurrencesOf(facts).flatMap((occurrence): Replacement[] => {
      if (!names.has(occurrence.name)) return [];
      const version = meant(occurrence, at, versions.get(occurrence.name) ?? [], facts);
      const name = version && standIns.get(version);
      return name === undefined ? [] : [{ ...occurrence, name }];
    });
    if (found.length > 0) replacements.set(at, found);
  }
  const byCell = new Map<number, Map<string, string>>();
  for (const [{ cell, declaration }, shadow] of standIns) {
    byCell.set(cell, (byCell.get(cell) ?? new Map<string, string>()).set(declaration.name, shadow));
  }
  return { replacements, shadows, standIns: byCell };
}

function versionsIn(cells: readonly (CellFacts | undefined)[]): Map<string, Version[]> {
  const versions = new Map<string, Version[]>();
  for (const [cell, facts] of cells.entries()) {
    for (const [name, declarations] of groupedByName(facts?.declarations ?? [])) {
      const all = versions.get(name) ?? [];
      const [declaration] = declarations;
      if (!declaration || (all.length > 0 && declarations.every(({ kind }) => MERGING.has(kind)))) continue;
      versions.set(name, [
        ...all,
        { cell, declaration, spaces: new Set(declarations.flatMap(({ kind }) => SPACES[kind])) },
      ]);
    }
  }
  return versions;
}

function meant(
  { start, space }: Occurrence,
  cell: number,
  versions: readonly Version[],
  { nested }: CellFacts,
): Version | undefined {
  const own = versions.find((version) => version.cell === cell);
  if (space === "declaration") return own;
  const inSpace = versions.filter(({ spaces }) => spaces.has(space));
  const earlier = inSpace.findLast((version) => version.cell < cell);
  if (!own?.spaces.has(space)) return earlier ?? inSpace[0];
  const { start: declared, value, kind } = own.declaration;
  const isInValue = value !== undefined && !value.isFunction && value.start <= start && start < value.end;
  const isHoisted = kind === "function" || space === "type";
  const isLater = !isInValue && nested.some((use) => use.start === start);
  return earlier && !isHoisted && !isLater && (start < declared || isInValue) ? earlier : own;
}

function overlap(some: ReadonlySet<Space>, others: ReadonlySet<Space>): boolean {
  return [...some].some((space) => others.has(space));
}
