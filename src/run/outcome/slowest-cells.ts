import type { NotebookResult, SlowCell } from "../results.ts";

const MOST_CELLS = 5;
const LEAST_SECONDS = 1;

/** Up to five cells of a run that took a second or more, the slowest first. Notebooks from the cache do not count. */
export function slowestCells(
  notebooks: readonly Pick<NotebookResult, "label" | "cells" | "cached">[],
): readonly SlowCell[] {
  const ran = notebooks.filter(({ cached }) => cached === undefined);
  const cells = ran.flatMap((notebook) =>
    notebook.cells.map(({ index, number, id, heading, seconds }) => {
      return { label: notebook.label, cell: { index, number, id, heading }, seconds };
    }),
  );
  const slow = cells.filter(({ seconds }) => seconds >= LEAST_SECONDS);
  return slow.toSorted((a, b) => b.seconds - a.seconds).slice(0, MOST_CELLS);
}
