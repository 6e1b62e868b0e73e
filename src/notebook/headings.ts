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

/** A section of a notebook: its heading, and the indices of its first cell and of the one after its last. */
type Section = Heading & { readonly from: number; readonly to: number };

/** The sections of a notebook; each goes on to the next heading of its level or a higher one. */
export function sectionsOf(cells: readonly Pick<Cell, "cell_type" | "source">[]): readonly Section[] {
  const all = cells.flatMap(({ cell_type, source }, from) => {
    return cell_type === "markdown" ? headings(source).map((heading) => ({ ...heading, from })) : [];
  });
  return all.map((heading, at) => {
    const next = all.slice(at + 1).find(({ level }) => level <= heading.level);
    return { ...heading, to: Math.max(next?.from ?? cells.length, heading.from + 1) };
  });
}

const UNDERLINE = /^ {0,3}(=+|-+)[ \t]*$/;
const NO_PARAGRAPH = /^ {0,3}(?:[-*+][ \t]|\d{1,9}[.)][ \t]|[>|<])|^(?: {4}|\t)/;

/** The headings in Markdown, in their order: after `#`, or above a line of `=` or `-`. */
export function headings(source: string): readonly Heading[] {
  const found: Heading[] = [];
  let fence: string | undefined;
  // Jupyter takes formulas out before it reads the Markdown.
  let formula: "$$" | "\\end{" | undefined;
  let paragraph: string[] = [];
  for (const line of source.split("\n")) {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence !== undefined) {
      if (mark?.startsWith(fence)) fence = undefined;
      continue;
    }
    if (formula !== undefined) {
      if (line.includes(formula)) formula = undefined;
      continue;
    }
    if (line.split("$$").length % 2 === 0) formula = "$$";
    else if (line.includes("\\begin{") && !line.includes("\\end{")) formula = "\\end{";
    if (formula !== undefined) {
      paragraph = [];
      continue;
    }
    const { marks = "", text = "" } = HEADING.exec(line)?.groups ?? {};
    const underline = UNDERLINE.exec(line)?.[1];
    if (text !== "") found.push({ level: marks.length, text });
    if (underline !== undefined && paragraph.length > 0) {
      found.push({ level: underline.startsWith("=") ? 1 : 2, text: paragraph.join(" ") });
    }
    fence = mark;
    const isText = text === "" && underline === undefined && mark === undefined && line.trim() !== "";
    const goesOn = isText && (paragraph.length > 0 || !NO_PARAGRAPH.test(line));
    paragraph = goesOn ? [...paragraph, line.trim()] : [];
  }
  return found;
}
