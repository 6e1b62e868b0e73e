import { hasTag } from "../../notebook/tags.ts";
import { sectionsOf } from "../../notebook/headings.ts";
import { isSkipped } from "../../notebook/skipped.ts";
import type { Cell, CodeCell, Notebook } from "../../notebook/types.ts";
import { cellName } from "../cell-numbers.ts";
import { INJECTED } from "../parameters/inject.ts";
import { CellSelectionError } from "../errors/setting-errors.ts";

type CellNumbers = readonly (number | undefined)[];

/** The plan for a code cell; a cell that is not run, or not saved, keeps its outputs. */
export type PlannedCell = {
  readonly index: number;
  /** The cell's number in the file, counted from 1; undefined for injected parameters. */
  readonly number: number | undefined;
  readonly cell: CodeCell;
  readonly action: "run" | "run-unsaved" | "skip";
  /** Set when the cell comes after `--until`. */
  readonly isLeft?: true;
};

/** The first and last cell of a run, as selectors that the user has written. */
export type CellRange = { readonly from?: string | undefined; readonly until?: string | undefined };

/**
 * The plan for each code cell that is not empty. Cells before `from` run for their definitions but keep their
 * stored outputs. Cells after `until`, and those tagged `skip-execution` or marked to be skipped for nbval, do not
 * run.
 *
 * @param numbers the numbers of the cells in the notebook's file; by default they count all cells from 1.
 * @throws {CellSelectionError} when `from` or `until` matches no cell, or `from` comes after `until`.
 */
export function planCells(
  notebook: Notebook,
  file: string,
  { from, until }: CellRange,
  numbers: CellNumbers = notebook.cells.map((_, index) => index + 1),
): readonly PlannedCell[] {
  const { cells } = notebook;
  const select = (selector: string) => selected(cells, selector, file, numbers);
  const first = from === undefined ? 0 : (select(from)[0] ?? 0);
  const chosen = until === undefined ? cells.length - 1 : (select(until).at(-1) ?? cells.length - 1);
  // The values of parameters come right after their defaults.
  const last = hasTag(cells[chosen + 1]?.metadata ?? {}, INJECTED) ? chosen + 1 : chosen;
  if (from !== undefined && until !== undefined && last < first) {
    throw new CellSelectionError(
      file,
      `--from ${from} --until ${until}`,
      `${cellName(numbers[first])} comes after ${cellName(numbers[last])}`,
    );
  }
  return cells.flatMap((cell, index): PlannedCell[] => {
    if (cell.cell_type !== "code" || cell.source.trim() === "") return [];
    const planned = { index, number: numbers[index], cell };
    if (isSkipped(cell)) return [{ ...planned, action: "skip" }];
    if (index > last) return [{ ...planned, action: "skip", isLeft: true }];
    return [{ ...planned, action: index < first ? "run-unsaved" : "run" }];
  });
}

/** The indices of the cells that match a number counted from 1, an id, a tag, or the heading of their section. */
function selected(cells: readonly Cell[], selector: string, file: string, numbers: CellNumbers): readonly number[] {
  const sections = sectionsOf(cells);
  const [, kind, name = ""] = /^(?:(id|tag|heading):)?(.*)$/.exec(selector.trim()) ?? [];
  const all = [...cells.keys()];
  const found: Readonly<Record<string, () => number[]>> = {
    index: () => all.filter((index) => kind === undefined && `${numbers[index]}` === name),
    id: () => all.filter((index) => cells[index]?.id === name),
    tag: () => all.filter((index) => hasTag(cells[index]?.metadata ?? {}, name)),
    heading: () => {
      const meant = sections.filter(({ text }) => text.toLowerCase() === name.toLowerCase());
      return all.filter((index) => meant.some(({ from, to }) => from <= index && index < to));
    },
  };
  const kinds = kind === undefined ? ["index", "id", "tag", "heading"] : [kind];
  for (const each of kinds) {
    const indices = found[each]?.() ?? [];
    if (indices.length > 0) return indices;
  }
  const known = [...new Set(sections.map(({ text }) => text))];
  const offered = known.length === 0 ? "" : `; its headings are ${known.map((heading) => `"${heading}"`).join(", ")}`;
  throw new CellSelectionError(
    file,
    selector,
    `none of its ${numbers.filter((number) => number !== undefined).length} cells has that number, id, tag or heading${offered}`,
  );
}
