import type { Cell } from "./types.ts";

/** For each cell, the heading of the section that it is in: the last one above it, or in it where it is text. */
export function headingsOf(cells: readonly Pick<Cell, "cell_type" | "source">[]): readonly (string | undefined)[] {
  let heading: string | undefined;
  return cells.map(({ cell_type, source }) => {
    if (cell_type === "markdown") heading = headings(source).at(-1) ?? heading;
    return heading;
  });
}

function headings(source: string): readonly string[] {
  const found: string[] = [];
  let fence: string | undefined;
  for (const line of source.split("\n")) {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence === undefined) {
      const text = /^ {0,3}#{1,6}[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*$/.exec(line)?.[1];
      if (text) found.push(text);
      fence = mark;
    } else if (mark?.startsWith(fence)) {
      fence = undefined;
    }
  }
  return found;
}
