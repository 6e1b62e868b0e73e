import type { Position } from "../cell/source-map.ts";
import type { CellBody } from "./cell-body.ts";

/** A piece of a module's code, with the place of its cell in the list of cells; undefined when it is of no cell. */
export type ModulePart = {
  readonly text: string;
  readonly cell?: { readonly at: number; readonly places?: CellBody["places"] };
};

/** Code and its decoded source map: by line, segments of column, source, source line and source column, all from 0. */
export type Assembled = { readonly code: string; readonly mappings: [number, number, number, number][][] };

const CELL_START = { column: 0, from: { line: 1, column: 0 } };

/**
 * Joins the parts of a module.
 *
 * @param locate maps a place in a cell to the line and column, from 0, in the file that the source map refers to.
 */
export function assembleModule(
  parts: readonly ModulePart[],
  locate: (cell: number, from: Position) => readonly [line: number, column: number] | undefined,
): Assembled {
  const mappings = parts.flatMap(({ text, cell }) =>
    text.split("\n").map((_line, index) => {
      const places = cell?.places === undefined ? [CELL_START] : (cell.places[index] ?? []);
      return places.flatMap(({ column, from }): [number, number, number, number][] => {
        const at = cell && locate(cell.at, from);
        return at ? [[column, 0, ...at]] : [];
      });
    }),
  );
  return { code: parts.map(({ text }) => text).join("\n"), mappings };
}
