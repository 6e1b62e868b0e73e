import type { JsonValue } from "../../jupyter/json.ts";
import type { Cell, CodeCell, Notebook } from "../types.ts";
import { briefChange } from "./brief.ts";
import { changesOf, shownAlone } from "./by-type.ts";
import type { CellDifference, Change, Comparison, OutputDifference } from "./differences.ts";
import { hintFor } from "./hint.ts";
import { type Item, itemsOf } from "./items.ts";
import { comparePictures } from "./picture.ts";
import { type CompareRules, EXACTLY, rulesOf } from "./rules.ts";
import { differing } from "./text.ts";

const MOST_CHANGES = 5;

/** What to compare, and how. */
export type CompareOptions = {
  /** How each cell is compared; default: as `rulesOf` reads from the notebook's tags and metadata. */
  readonly rules?: readonly CompareRules[];
  /** The ids of the cells to compare; default: all. */
  readonly cells?: ReadonlySet<string>;
};

/**
 * Compares the outputs of two versions of a notebook, cell by cell.
 *
 * @param expected the notebook with the outputs that are right.
 * @throws {CompareRuleError} when no rules are given and those of the notebook do not fit.
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
      const outputs = compareCells(cell, other, how);
      return outputs.length === 0 ? [] : [{ cell: number, id: cell.id, source: cell.source, outputs }];
    }),
  };
}

function compareCells(expected: CodeCell, actual: Cell | undefined, rules: CompareRules): OutputDifference[] {
  const outputs = actual?.cell_type === "code" ? actual.outputs : [];
  const isSame = (a: Item, b: Item) => a.sort === b.sort && itemDifferences(a, b, rules).next().done === true;
  const { gone, come } = differing(itemsOf(expected.outputs, rules), itemsOf(outputs, rules), isSame);
  const found = [...pairs(gone, come)].flatMap(([a, b]) => [...itemDifferences(a, b, rules)]);
  if (found.length > 0 || gone.length === 0) return found;
  return [whole("order", { place: "", expected: orderOf(gone), actual: orderOf(come) })];
}

/** Outputs of the same sort with each other, in order. */
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

function* itemDifferences(a: Item | undefined, b: Item | undefined, rules: CompareRules): Generator<OutputDifference> {
  for (const type of new Set([...(a?.parts.keys() ?? []), ...(b?.parts.keys() ?? [])])) {
    const difference = partDifference(type, a?.parts.get(type), b?.parts.get(type), rules);
    if (difference) yield difference;
  }
}

function partDifference(
  type: string,
  a: JsonValue | undefined,
  b: JsonValue | undefined,
  rules: CompareRules,
): OutputDifference | undefined {
  if (a === undefined || b === undefined) {
    const [expected, actual] = [a, b].map((value) => (value === undefined ? undefined : shownAlone(type, value)));
    return whole(type, { place: "", expected, actual });
  }
  if (type === "image/png" && typeof a === "string" && typeof b === "string") {
    if (a === b) return undefined;
    const found = comparePictures(Buffer.from(a, "base64"), Buffer.from(b, "base64"), rules.pictures);
    if (found === undefined) return undefined;
    if (found !== "unreadable") return { ...whole(type, { place: "", ...found }), picture: found.picture };
  }
  const changes: Change[] = [];
  let more = 0;
  for (const change of changesOf(type, a, b, rules)) {
    if (changes.length < MOST_CHANGES) changes.push(briefChange(change));
    else more++;
  }
  if (changes.length === 0) return undefined;
  return { type, changes, more, hint: hintFor(type, a, b, rules), picture: undefined };
}

function whole(type: string, change: Change): OutputDifference {
  return { type, changes: [briefChange(change)], more: 0, hint: undefined, picture: undefined };
}
