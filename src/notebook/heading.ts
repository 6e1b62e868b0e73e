import type { Notebook } from "./types.ts";

/** The first heading of a notebook's text. */
export function headingOf({ cells }: Notebook): string | undefined {
  for (const cell of cells) {
    const heading = cell.cell_type === "markdown" ? /^#\s+(.+?)\s*#*$/m.exec(cell.source)?.[1] : undefined;
    if (heading !== undefined) return heading;
  }
  return undefined;
}
