import type { Cell, CodeCell, Notebook } from "../types.ts";
import type { CellDifference, Comparison } from "./differences.ts";
import { type Item, itemsOf } from "./output-items.ts";
import { describePart, isPartSame, type OutputPart } from "./output-part.ts";
import { type CompareRules, EXACTLY, rulesOf } from "./rules.ts";
import { differing } from "./contents/text.ts";

const MOST_OUTPUTS = 10;

/** Options of a comparison. */
export type CompareOptions = {
  /** The rules for each cell. Default: those that `rulesOf` reads from the notebook's tags and metadata. */
  readonly rules?: readonly CompareRules[];
  /** The ids of the cells to compare. Default: all. */
  readonly cells?: ReadonlySet<string>;
};

/**
 * Compares the outputs of two versions of a notebook, cell by cell.
 *
 * @param expected the notebook with the right outputs.
 * @throws {CompareRuleError} when no rules are given and those of the notebook are invalid.
 */
export function compareNotebooks(expected: Notebook, actual: Notebook, options: CompareOptions = {}): Comparison {
  const { rules = rulesOf(expected, EXACTLY, "the notebook"), cells: wanted } = options;
  const now = new Map(actual.cells.map((cell) => [cell.id, cell]));
  const cells = expected.cells.flatMap((cell, index) => {
    if (cell.cell_type !== "code" || (wanted !== undefined && !wanted.has(cell.id))) return [];
    return [{ cell, number: index + 1, other: now.get(cell.id), how: rules[index] ?? EXACTLY }];
  });
  const compared = cells.filter(({ how }) => how.compared);
  return {
    compared: compared.length,
    ignored: cells.length - compared.length,
    hasStored: expected.cells.some((cell) => cell.cell_type === "code" && cell.outputs.length > 0),
    differences: compared.flatMap(({ cell, number, other, how }): CellDifference[] => {
      const changed = changedParts(cell, other, how);
      if (changed.length === 0) return [];
      const outputs = changed.slice(0, MOST_OUTPUTS).map((part) => describePart(part, how));
      return [{ cell: number, id: cell.id, source: cell.source, outputs, more: changed.length - outputs.length }];
    }),
  };
}

function changedParts(expected: CodeCell, actual: Cell | undefined, rules: CompareRules): readonly OutputPart[] {
  const outputs = actual?.cell_type === "code" ? actual.outputs : [];
  // Large tables and pictures take a while, and the same pair may come up again.
  const known = new Map<Item | undefined, Map<Item | undefined, readonly OutputPart[]>>();
  const changedIn = (a: Item | undefined, b: Item | undefined): readonly OutputPart[] => {
    const ofA = known.get(a) ?? new Map<Item | undefined, readonly OutputPart[]>();
    const changed = ofA.get(b) ?? partsOf(a, b).filter((part) => !isPartSame(part, rules));
    known.set(a, ofA.set(b, changed));
    return changed;
  };
  const isSame = (a: Item, b: Item) => a.sort === b.sort && changedIn(a, b).length === 0;
  const { gone, come } = differing(itemsOf(expected.outputs, rules), itemsOf(outputs, rules), isSame);
  const changed = [...pairs(gone, come)].flatMap(([a, b]) => changedIn(a, b));
  if (changed.length > 0 || gone.length === 0) return changed;
  return [{ type: "order", expected: orderOf(gone), actual: orderOf(come) }];
}

/** Pairs of outputs of the same sort, in order; undefined for an output without a counterpart. */
function* pairs(gone: readonly Item[], come: readonly Item[]): Generator<[Item | undefined, Item | undefined]> {
  for (const sort of new Set([...gone, ...come].map((item) => item.sort))) {
    const [old, now] = [gone, come].map((items) => items.filter((item) => item.sort === sort));
    for (let index = 0; index < Math.max(old?.length ?? 0, now?.length ?? 0); index++)
      yield [old?.[index], now?.[index]];
  }
}

function orderOf(items: readonly Item[]): string {
  return items.map(({ parts }) => [...parts.keys()].join(" + ")).join(", ");
}

function partsOf(a: Item | undefined, b: Item | undefined): readonly OutputPart[] {
  const types = new Set([...(a?.parts.keys() ?? []), ...(b?.parts.keys() ?? [])]);
  return Array.from(types, (type) => ({ type, expected: a?.parts.get(type), actual: b?.parts.get(type) }));
}
