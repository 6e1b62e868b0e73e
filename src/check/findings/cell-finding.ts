import type { ProgramDiagnostic } from "../../kernel/types/compiler/program-server.ts";
import type { SubjectCell } from "../subject.ts";

/** Something found in a cell, by UTF-16 offsets into its source. */
export type CellFinding = {
  readonly cell: SubjectCell;
  readonly start: number;
  readonly end: number;
  readonly rule: string;
  readonly severity: "error" | "warning";
  readonly message: string;
};

/** A complaint about a file that notebooks import, by UTF-16 offsets. */
export type FileFinding = ProgramDiagnostic & { readonly severity: "error" | "warning" };

/** A cell as messages name it: by its number from 1, and the heading above it. */
export function numberedCellName({ index, heading }: Pick<SubjectCell, "index" | "heading">): string {
  return heading === undefined ? `cell ${index + 1}` : `cell ${index + 1} ("${heading}")`;
}

// Code that commands add after the end of a cell.
const ADDED = /\bvar (\S+): string\[\];/g;

/** A finding at its place in the source of the cell; the name of `x = !command` is declared after the cell's end. */
export function inSource(finding: CellFinding): CellFinding {
  const { source, code } = finding.cell;
  if (finding.start < source.length) return finding;
  const added = [...code.slice(source.length).matchAll(ADDED)];
  const [, name] = added.find(({ index, 0: { length } }) => source.length + index + length > finding.start) ?? [];
  const start = name === undefined ? -1 : source.search(commandFor(name));
  return name === undefined || start < 0 ? finding : { ...finding, start, end: start + name.length };
}

function commandFor(name: string): RegExp {
  return new RegExp(`(?<=^[ \\t]*)${name.replaceAll("$", "\\$")}[ \\t]*=[ \\t]*!`, "m");
}

/** The offset of a line and a UTF-16 column, both from 1. */
export function offsetAt(text: string, line: number, column: number): number {
  let start = 0;
  for (let count = 1; count < line; count++) {
    const end = text.indexOf("\n", start);
    if (end < 0) return text.length;
    start = end + 1;
  }
  return Math.min(start + column - 1, text.length);
}

/** The offset of a name, as a whole word, in a string at or after `from`; `from` if it is not found. */
export function nameStart(text: string, name: string, from: number): number {
  for (const { 0: word, index } of text.slice(from).matchAll(/[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*/gu)) {
    if (word === name) return from + index;
  }
  return from;
}
