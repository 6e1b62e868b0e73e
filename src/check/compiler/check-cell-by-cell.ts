import { normalize } from "node:path";
import { readWhole } from "../../kernel/types/facts/whole-cell.ts";
import type { Diagnostic, TypeService } from "../../kernel/types/service-interface.ts";
import { type CellFinding, numberedCellName, offsetAt } from "../findings/cell-finding.ts";
import { firstCellOf, type KnownName } from "../names/known-names.ts";
import { RedeclaredNames } from "../rules/redeclared.ts";
import type { SubjectCell } from "../subject.ts";

/** The type service's errors in the cells of a notebook, and in the files that they import. */
export type ServiceFindings = { readonly cells: readonly CellFinding[]; readonly files: readonly Diagnostic[] };

// Names that are not found, with or without a suggestion.
const UNKNOWN_NAME = new Set(["TS2304", "TS2552", "TS2503", "TS2693", "TS18004"]);
const UNKNOWN_MODULE = new Set(["TS2307", "TS2792", "TS2882"]);

/**
 * Asks the kernel's type service about each cell in turn, as the kernel does, and marks it as run.
 *
 * @param service the type service for the folder of the notebook.
 * @param isEnough called before each cell; returns true when the findings so far suffice.
 * @param signal cancels the current question.
 */
export async function checkCellByCell(
  service: TypeService,
  cells: readonly SubjectCell[],
  names: ReadonlyMap<string, KnownName>,
  isEnough: (found: readonly CellFinding[]) => boolean,
  signal: AbortSignal | undefined,
): Promise<ServiceFindings> {
  service.reset();
  const found: CellFinding[] = [];
  const files: Diagnostic[] = [];
  const redeclared = new RedeclaredNames(service);
  for (const [number, cell] of cells.entries()) {
    if (isEnough(found)) break;
    const read = { cell, facts: readWhole(cell.code) };
    const typed = { id: number + 1, code: cell.source, executionCount: number + 1, origin: cell.id };
    const isAsked = !cell.isMuted && !cell.mayFail;
    const diagnostics = isAsked ? await service.check(typed, signal) : [];
    files.push(...diagnostics.filter(({ file }) => file !== undefined));
    const own = diagnostics.filter(({ file }) => file === undefined);
    found.push(...own.map((diagnostic) => findingOf(diagnostic, cell, names)));
    await redeclared.before(read);
    service.accept(typed);
    if (isAsked) found.push(...(await redeclared.after(read)));
  }
  return { cells: found, files };
}

function findingOf(diagnostic: Diagnostic, cell: SubjectCell, names: ReadonlyMap<string, KnownName>): CellFinding {
  const { code: rule, message, severity, line, column, endLine, endColumn } = diagnostic;
  const place = {
    cell,
    start: offsetAt(cell.source, line, column),
    end: offsetAt(cell.source, endLine, endColumn),
  };
  if (UNKNOWN_NAME.has(rule)) {
    const name = /'([^']+)'/.exec(message)?.[1] ?? "";
    const later = firstCellOf(names, name);
    if (later && later.index > cell.index) return { ...place, ...beforeDeclaration(name, later) };
  }
  if (UNKNOWN_MODULE.has(rule) && mayComeToBe(message, cell)) return { ...place, rule, message, severity: "warning" };
  return { ...place, rule, message, severity };
}

/** True if a run of the notebook may create a missing module, by installing or writing it. */
function mayComeToBe(message: string, { isAfterInstall, written }: SubjectCell): boolean {
  const module = /'([^']+)'/.exec(message)?.[1] ?? "";
  return (
    isAfterInstall || (module.startsWith(".") && written.some((path) => withoutEnding(path) === withoutEnding(module)))
  );
}

function withoutEnding(path: string): string {
  return normalize(path).replace(/\.(?:[cm]?[jt]sx?|json)$/, "");
}

/** The finding about a name that only a later cell declares. */
function beforeDeclaration(name: string, later: SubjectCell): Pick<CellFinding, "rule" | "severity" | "message"> {
  const message = `"${name}" is used before it is declared: only ${numberedCellName(later)} declares it`;
  return { rule: "used-before-declared", severity: "error", message };
}
