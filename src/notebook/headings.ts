import type { Cell, Notebook } from "./types.ts";

// A heading of Markdown in ATX style.
const HEADING = /^ {0,3}(?<marks>#{1,6})[ \t]+(?<text>.*?)(?:[ \t]+#+)?[ \t]*$/;

/** A heading of Markdown: its level from 1 to 6, and its text as it is written. */
export type Heading = { readonly level: number; readonly text: string };

/** The first heading of the first level, a notebook's title; undefined without one. */
export function mainHeadingOf({ cells }: Pick<Notebook, "cells">): string | undefined {
  for (const { cell_type, source } of cells) {
    const title = cell_type === "markdown" ? headings(source).find(({ level }) => level === 1) : undefined;
    if (title !== undefined) return title.text;
  }
  return undefined;
}

/** For each cell, the heading of the section that it is in: the last one above it, or in it where it is text. */
export function headingsOf(cells: readonly Pick<Cell, "cell_type" | "source">[]): readonly (string | undefined)[] {
  let heading: string | undefined;
  return cells.map(({ cell_type, source }) => {
    if (cell_type === "markdown") heading = headings(source).at(-1)?.text ?? heading;
    return heading;
  });
}

/** The headings in Markdown, in their order. */
export function headings(source: string): readonly Heading[] {
  const found: Heading[] = [];
  let fence: string | undefined;
  for (const line of source.split("\n")) {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence === undefined) {
      const { marks = "", text = "" } = HEADING.exec(line)?.groups ?? {};
      if (text !== "") found.push({ level: marks.length, text });
      fence = mark;
    } else if (mark?.startsWith(fence)) {
      fence = undefined;
    }
  }
  return found;
}
