import type { Notebook } from "../notebook/types.ts";
import type { CacheAnswer } from "./cache/notebook-cache.ts";
import { comparedOf, type comparing } from "./outcome/compare-outputs.ts";
import type { Target } from "./outcome/target-file.ts";
import type { CellResult, NotebookResult } from "./results.ts";

/** A notebook whose outputs come from the cache. */
type Before = {
  readonly notebook: Notebook;
  readonly kept: ReadonlySet<string>;
  readonly target: Target;
  readonly compare: Awaited<ReturnType<typeof comparing>> | undefined;
};

/** Writes outputs from the cache, and the files of the run that they are from, in place of a run. */
export async function takeCached(
  { cached, notebook, cells, restore }: NonNullable<CacheAnswer["hit"]>,
  { notebook: before, kept, target, compare }: Before,
  onCell: (cell: CellResult) => void,
): Promise<Pick<NotebookResult, "notebook" | "cells" | "cached" | "comparison">> {
  await restore();
  await target.writeOnce(notebook);
  for (const cell of cells) onCell(cell);
  return { notebook, cells, cached, comparison: await compare?.(comparedOf(before, { notebook, cells }, kept)) };
}
