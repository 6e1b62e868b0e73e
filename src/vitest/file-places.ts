import type { Position } from "../kernel/cell/source-map.ts";
import { sourceOffsets } from "./source-offsets.ts";

/** Finds the line and column, from 0, of a place in a cell in the text of the notebook's file. */
export function placesIn(text: string): (cell: number, from: Position) => readonly [number, number] | undefined {
  const offsets = sourceOffsets(text);
  const lineStarts = startsOf(text);
  const cellStarts = new Map(Array.from(offsets, ([cell, own]) => [cell, startsOf(cellText(text, own))]));
  return (cell, { line, column }) => {
    const offset = offsets.get(cell)?.[(cellStarts.get(cell)?.[line - 1] ?? 0) + column];
    if (offset === undefined) return undefined;
    const at = lineStarts.findLastIndex((start) => start <= offset);
    return [at, offset - (lineStarts[at] ?? 0)];
  };
}

function startsOf(text: string): readonly number[] {
  return [0, ...Array.from(text.matchAll(/\n/g), ({ index }) => index + 1)];
}

/** A stand-in for a cell's text: a line break where the file escapes one, and `x` for any other character. */
function cellText(text: string, offsets: readonly number[]): string {
  return offsets.map((at) => (text.startsWith("\\n", at) ? "\n" : "x")).join("");
}
