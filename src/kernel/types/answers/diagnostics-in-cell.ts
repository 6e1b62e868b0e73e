import type { CodeLanguage } from "../../../notebook/code-language.ts";
import type { CellFacts } from "../facts/cell-facts.ts";
import type { CellDocument } from "../modules/cell-document.ts";
import type { Kind } from "../facts/declarations.ts";
import { withoutMarks } from "../modules/reserved-names.ts";
import type { ServerDiagnostic } from "../compiler/replies/read-replies.ts";

/** A diagnostic in the cell: lines and UTF-16 columns from 0. */
export type CellDiagnostic = ServerDiagnostic;

// Errors that a cell has only because it is checked as a module.
const ABOUT_MODULES = new Set([
  1309, // await in a CommonJS module
  1378, // await needs another module or target setting
  1375, // await only in modules
  1431, // for await only in modules
  1432, // for await needs another module or target setting
  2854, // await using needs another module or target setting
  1203, // export =
  2309, // export = beside other exports
  1543, // a JSON import needs an attribute
  2498, // export * from a module that is a value
  7059, // <type>value in a file that ends in .mts
  7060, // <T>() => … in such a file
  2664, // declare module of a package without types
  2834, // a relative import needs its extension
  2835, // the same, with a proposal
]);

// Errors about names that the cell declares again from their own value, or whose type comes from assignments.
const ABOUT_NAMES = new Set([
  2448, // used before its declaration
  2449, // class used before its declaration
  2454, // used before being assigned
  7005, // variable is implicitly any
  7022, // refers to itself
  7034, // variable is implicitly any in some places
]);

// Errors about functions that read a name's earlier value within its new value.
const ABOUT_CIRCLES = new Set([7022, 7023, 7024]);

// Errors about `declare global` from the cell's last run, which still holds.
const ABOUT_GLOBALS = new Set([2300, 2403, 2451, 2687, 2717]);

// A module without types still works, and the rest of the cell is still checked.
const WARNINGS = new Set([7016]);

// Errors about missing types, which JavaScript does not require.
const IMPLICIT_ANY = new Set([
  7005, 7006, 7008, 7009, 7010, 7011, 7012, 7013, 7014, 7015, 7016, 7017, 7018, 7019, 7020, 7022, 7023, 7024, 7025,
  7026, 7031, 7032, 7033, 7034, 7036, 7039, 7041, 7050, 7051, 7052, 7053, 7055, 7056, 7057,
]);

// Errors about names that are not found.
const NOT_FOUND = new Set([
  2304, // cannot find name
  2503, // cannot find namespace
  2552, // cannot find name, but a similar one
  2693, // only refers to a type
  18004, // no value for a shorthand property
]);
const USED_BEFORE_ASSIGNED = 2454;
const ASSIGNED_IMPORT = 2632;

// A variable is implicitly any, everywhere or in some places.
const IMPLICITLY_ANY = new Set([7005, 7034]);

const NOT_ASSIGNABLE: Partial<Record<Kind, readonly [number, string]>> = {
  function: [2630, "a function"],
  class: [2629, "a class"],
  enum: [2628, "an enum"],
  namespace: [2631, "a namespace"],
};

/**
 * The severity of a diagnostic about an imported file or about all cells; undefined when it only concerns modules,
 * and so does not matter for cells, or is not a mistake in that language.
 */
export function severityOf(code: number, language: CodeLanguage = "typescript"): "error" | "warning" | undefined {
  if (ABOUT_MODULES.has(code) || (language === "javascript" && IMPLICIT_ANY.has(code))) return undefined;
  return WARNINGS.has(code) ? "warning" : "error";
}

/** The compiler's diagnostics in a cell, as if all cells were one file. */
export function diagnosticsInCell(
  found: readonly ServerDiagnostic[],
  document: CellDocument,
  facts: CellFacts,
  missing: ReadonlyMap<string, string> = new Map(),
  language: CodeLanguage = "typescript",
): CellDiagnostic[] {
  const lines = facts.code.split("\n");
  const columnOf = columnsWithout(facts);
  const isCircular = readsItself(facts, document);
  const diagnostics = found.flatMap((diagnostic): CellDiagnostic[] => {
    const { severity } = diagnostic;
    const { firstLine } = document;
    const startLine = diagnostic.startLine - firstLine;
    const counts = severity !== "hint" && severityOf(diagnostic.code, language) !== undefined;
    if (!counts || startLine < 0 || startLine >= lines.length) return [];
    if (facts.augments && ABOUT_GLOBALS.has(diagnostic.code)) return [];
    if (isCircular && ABOUT_CIRCLES.has(diagnostic.code)) return [];
    const line = lines[startLine] ?? "";
    const named = nameIn(diagnostic.message);
    if (ABOUT_NAMES.has(diagnostic.code) && named !== undefined && document.carriedOver.get(named) !== undefined)
      return [];
    if (IMPLICITLY_ANY.has(diagnostic.code) && document.kinds.has(named ?? "")) return [];
    const isWithin = diagnostic.endLine - firstLine < lines.length;
    return [
      {
        ...improved(diagnostic, document, missing),
        startLine,
        startColumn: columnOf(startLine, Math.min(diagnostic.startColumn, line.length)),
        endLine: isWithin ? diagnostic.endLine - firstLine : startLine,
        endColumn: isWithin ? columnOf(diagnostic.endLine - firstLine, diagnostic.endColumn) : line.length,
      },
    ];
  });
  return diagnostics.toSorted((a, b) => a.startLine - b.startLine || a.startColumn - b.startColumn);
}

/** Maps a column in code with an insertion to the column in the cell. */
function columnsWithout({ code, inserted }: CellFacts): (line: number, column: number) => number {
  if (!inserted) return (_line, column) => column;
  const before = code.slice(0, inserted.at).split("\n");
  const start = before.at(-1)?.length ?? 0;
  return (line, column) =>
    line === before.length - 1 && column > start ? Math.max(start, column - inserted.length) : column;
}

/** True when a function in a name's new value reads that name, and may mean its earlier value. */
function readsItself({ declarations, nested }: CellFacts, { carriedOver }: CellDocument): boolean {
  return declarations.some(({ name, value }) => {
    if (!value || value.isFunction || carriedOver.get(name) === undefined) return false;
    return nested.some((use) => use.name === name && value.start <= use.start && use.start < value.end);
  });
}

/** The diagnostics that overlap with one of the others: those that hold for both readings of earlier variables. */
export function commonTo(some: readonly CellDiagnostic[], others: readonly CellDiagnostic[]): CellDiagnostic[] {
  return some.filter((diagnostic) => others.some((other) => overlap(diagnostic, other)));
}

function overlap(one: CellDiagnostic, other: CellDiagnostic): boolean {
  // A missing token has a position but no length.
  const startsWith = one.startLine === other.startLine && one.startColumn === other.startColumn;
  return startsWith || (!endsBefore(one, other) && !endsBefore(other, one));
}

function endsBefore({ endLine, endColumn }: CellDiagnostic, { startLine, startColumn }: CellDiagnostic): boolean {
  return endLine < startLine || (endLine === startLine && endColumn <= startColumn);
}

function improved(
  diagnostic: ServerDiagnostic,
  { shadows, kinds }: CellDocument,
  missing: ReadonlyMap<string, string>,
): ServerDiagnostic {
  const message = withoutMarks(diagnostic.message, shadows);
  const reason = NOT_FOUND.has(diagnostic.code) ? missing.get(nameIn(message) ?? "") : undefined;
  if (reason !== undefined) return { ...diagnostic, code: USED_BEFORE_ASSIGNED, message: reason };
  const severity = WARNINGS.has(diagnostic.code) ? "warning" : diagnostic.severity;
  const kind = diagnostic.code === ASSIGNED_IMPORT ? kinds.get(nameIn(message) ?? "") : undefined;
  const [code, what] = (kind && NOT_ASSIGNABLE[kind]) ?? [];
  if (code === undefined) return { ...diagnostic, message, severity };
  return { ...diagnostic, severity, code, message: message.replace("an import", what ?? "") };
}

function nameIn(message: string): string | undefined {
  return /'([^']+)'/.exec(message)?.[1];
}
