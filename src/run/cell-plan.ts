import type { JsonObject } from "../jupyter/json.ts";
import { headingsOf } from "../notebook/headings.ts";
import { nbvalMarks } from "../notebook/nbval.ts";
import type { Cell, CodeCell, Notebook } from "../notebook/types.ts";
import { CellSelectionError } from "./errors.ts";

/** The plan for a code cell; a cell that is not run, or not saved, keeps its outputs. */
export type PlannedCell = {
  readonly index: number;
  readonly cell: CodeCell;
  readonly action: "run" | "run-unsaved" | "skip";
};

/** From and to which cell a notebook is run, as the user has written it. */
export type CellRange = { readonly from: string | undefined; readonly until: string | undefined };

/**
 * The plan for each code cell that is not empty. Cells before `from` run, for what they define,
 * but keep their outputs; cells after `until` do not run, nor do those tagged
 * `skip-execution` or marked so for nbval.
 *
 * @throws {CellSelectionError} when `from` or `until` names no cell, or they leave none.
 */
export function planCells(notebook: Notebook, file: string, { from, until }: CellRange): readonly PlannedCell[] {
  const { cells } = notebook;
  const first = from === undefined ? 0 : (selected(cells, from, file)[0] ?? 0);
  const last = until === undefined ? cells.length - 1 : (selected(cells, until, file).at(-1) ?? cells.length - 1);
  if (from !== undefined && until !== undefined && last < first) {
    throw new CellSelectionError(
      file,
      `--from ${from} --until ${until}`,
      `cell ${first + 1} comes after cell ${last + 1}`,
    );
  }
  return cells.flatMap((cell, index): PlannedCell[] => {
    if (cell.cell_type !== "code" || cell.source.trim() === "") return [];
    const isSkipped = index > last || hasTag(cell.metadata, "skip-execution") || nbvalMarks(cell).skip;
    return [{ index, cell, action: isSkipped ? "skip" : index < first ? "run-unsaved" : "run" }];
  });
}

/** True when a cell has the tag. */
export function hasTag({ tags }: JsonObject, tag: string): boolean {
  return Array.isArray(tags) && tags.includes(tag);
}

/** The cells that a selector means: a number counted from 1, an id, a tag, or a heading, whose whole section is meant. */
function selected(cells: readonly Cell[], selector: string, file: string): readonly number[] {
  const headings = headingsOf(cells);
  const [, kind, name = ""] = /^(?:(id|tag|heading):)?(.*)$/.exec(selector.trim()) ?? [];
  const all = [...cells.keys()];
  const found: Readonly<Record<string, () => number[]>> = {
    index: () => all.filter((index) => kind === undefined && `${index + 1}` === name),
    id: () => all.filter((index) => cells[index]?.id === name),
    tag: () => all.filter((index) => hasTag(cells[index]?.metadata ?? {}, name)),
    heading: () => all.filter((index) => headings[index]?.toLowerCase() === name.toLowerCase()),
  };
  const kinds = kind === undefined ? ["index", "id", "tag", "heading"] : [kind];
  for (const each of kinds) {
    const indices = found[each]?.() ?? [];
    if (indices.length > 0) return indices;
  }
  const known = [...new Set(headings.filter((heading) => heading !== undefined))];
  const offered = known.length === 0 ? "" : `; its headings are ${known.map((heading) => `"${heading}"`).join(", ")}`;
  throw new CellSelectionError(
    file,
    selector,
    `none of its ${cells.length} cells has that number, id, tag or heading${offered}`,
  );
}
