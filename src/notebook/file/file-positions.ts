import { getNodeValue, type Node, parseTree } from "jsonc-parser";

/** A place in a file's text: line and UTF-16 column from 1. */
export type FilePosition = { readonly line: number; readonly column: number };

/** A string of the JSON that holds a part of a cell's source. */
type Piece = { readonly start: number; readonly length: number; readonly literal: string; readonly offset: number };

/** The positions of the cells' sources in the text of a notebook's file, which editors and reviews show. */
export class FilePositions {
  readonly #lineStarts: readonly number[];
  readonly #pieces: readonly (readonly Piece[])[];

  /** @param text the text of a notebook file. */
  constructor(text: string) {
    this.#lineStarts = [0, ...Array.from(text.matchAll(/\n/g), ({ index }) => index + 1)];
    const cells = fieldOf(parseTree(text), "cells")?.children ?? [];
    this.#pieces = cells.map((cell) => piecesOf(fieldOf(cell, "source"), text));
  }

  /**
   * The place of an offset into a cell's source; the file's start if there is none.
   *
   * @param cell the cell's place among all cells of the notebook, from 0.
   */
  at(cell: number, offset: number): FilePosition {
    const pieces = this.#pieces[cell] ?? [];
    const piece = pieces.findLast(({ start }) => start <= offset);
    if (!piece) return { line: 1, column: 1 };
    const place = piece.offset + 1 + literalOffset(piece.literal, Math.min(offset - piece.start, piece.length));
    const line = this.#lineStarts.findLastIndex((start) => start <= place);
    return { line: line + 1, column: place - (this.#lineStarts[line] ?? 0) + 1 };
  }
}

function piecesOf(source: Node | undefined, text: string): Piece[] {
  const strings = source?.type === "array" ? (source.children ?? []) : source ? [source] : [];
  let start = 0;
  return strings.flatMap((node): Piece[] => {
    const value: unknown = getNodeValue(node);
    if (typeof value !== "string") return [];
    const literal = text.slice(node.offset + 1, node.offset + node.length - 1);
    const piece = { start, length: value.length, literal, offset: node.offset };
    start += value.length;
    return [piece];
  });
}

/** The length of the first `length` characters of a string as they are written in JSON. */
function literalOffset(literal: string, length: number): number {
  let at = 0;
  for (let count = 0; count < length; count++) at += literal[at] !== "\\" ? 1 : literal[at + 1] === "u" ? 6 : 2;
  return at;
}

function fieldOf(node: Node | undefined, name: string): Node | undefined {
  return node?.children?.find(({ children }) => children?.[0]?.value === name)?.children?.[1];
}
