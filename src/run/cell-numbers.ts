import type { Notebook } from "../notebook/types.ts";

/**
 * The number of each cell in the notebook's file, counted from 1; undefined for a cell that the file does not have,
 * such as the one with injected parameters.
 */
export function numbersInFile({ cells }: Notebook, file: Notebook): readonly (number | undefined)[] {
  const places = new Map(file.cells.map(({ id }, index) => [id, index]));
  return cells.map(({ id, source }) => {
    const place = places.get(id);
    return place !== undefined && file.cells[place]?.source === source ? place + 1 : undefined;
  });
}

/** The name of a cell in messages. */
export function cellName(number: number | undefined): string {
  return number === undefined ? "the injected parameters" : `cell ${number}`;
}
