import { isDeepStrictEqual } from "node:util";
import { spellingsIn } from "../../jupyter/spellings.ts";
import type { Cell, Layout } from "../types.ts";

/** The layout that Jupyter gives a notebook file. */
export const JUPYTER_LAYOUT: Layout = { indent: " ", lineEnd: "\n", endsWithLineEnd: true, numbers: new Map() };

export function isJupyterLayout(layout: Layout): boolean {
  return isDeepStrictEqual(layout, JUPYTER_LAYOUT);
}

/** The layout of a notebook file: its indent, its line ends, and the spellings of its numbers. */
export function layoutOf(text: string, value: unknown): Layout {
  const indent = /^[{[]\r?\n([ \t]*)/.exec(text.trimStart())?.[1] ?? "";
  const lineEnd = text.includes("\r\n") ? "\r\n" : "\n";
  return { indent, lineEnd, endsWithLineEnd: text.endsWith("\n"), numbers: spellingsIn(text, value) };
}

/** A layout whose numbers are found by the ids of their cells, which stay the same when cells move. */
export function byId(layout: Layout, cells: readonly Cell[]): Layout {
  if (layout.numbers.size === 0) return layout;
  // Python's nbformat does not accept a count that is written 1.0.
  const kept = [...layout.numbers].filter(([path]) => !path.endsWith("/execution_count"));
  const numbers = kept.map(([path, text]) => {
    const at = path.replace(/^\/cells\/(\d+)\//, (whole, index: string) => {
      const id = cells[Number(index)]?.id;
      return id === undefined ? whole : `/cells/${id}/`;
    });
    return [at, text] as const;
  });
  return { ...layout, numbers: new Map(numbers) };
}
