import { relative, sep } from "node:path";
import type { ServerLocation, ServerRange } from "../types/compiler/replies/read-editor-replies.ts";
import { notebookDeclaredBy } from "../types/notebook-declarations.ts";
import type { LiveCompiler } from "../types/live-compiler.ts";
import type { ReadCell, CellView } from "./live-cells.ts";
import type { LivePlace, TextSpan } from "./messages.ts";

/** The range in a cell for a range in the module; undefined when that is not within one cell. */
export function spanIn(
  { joined }: Pick<CellView, "joined">,
  { start, end }: ServerRange,
): (TextSpan & { readonly cell: number }) | undefined {
  const [from, to] = [joined.cellAt(start), joined.cellAt(end)];
  if (!from || to?.cell !== from.cell) return undefined;
  return { cell: from.cell, start: from.offset, end: to.offset };
}

/**
 * Maps the compiler's places to places in cells, in the order of the notebook, followed by places in files.
 *
 * @param directory the notebook's folder, to which the paths of files are relative.
 */
export function placesOf(
  found: readonly ServerLocation[],
  view: CellView,
  cells: readonly ReadCell[],
  { compiler, directory }: { readonly compiler: LiveCompiler; readonly directory: string },
): LivePlace[] {
  const own = compiler.fileOf(view.document);
  const inCells = found.flatMap(({ file, range }): (TextSpan & { cell: number })[] => {
    const span = file === own ? spanIn(view, range) : undefined;
    return span ? [span] : [];
  });
  const places = inCells
    .toSorted((a, b) => a.cell - b.cell || a.start - b.start)
    .flatMap(({ cell, start, end }): LivePlace[] => {
      const id = cells[cell]?.id;
      return id === undefined ? [] : [{ cell: id, start, end }];
    });
  const inFiles = found.flatMap(({ file, range: { start } }): LivePlace[] => {
    if (file === own) return [];
    const notebook = notebookDeclaredBy(file);
    const shown = relative(directory, notebook ?? file)
      .split(sep)
      .join("/");
    if (notebook !== undefined) return [{ file: shown, line: 0, column: 0 }];
    // The kernel's own documents are not files.
    return compiler.textOf(file) === undefined ? [{ file: shown, line: start.line, column: start.character }] : [];
  });
  return [...places, ...inFiles];
}
