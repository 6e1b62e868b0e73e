import { spokenIn } from "../../kernel/project/find-file.ts";
import { isOwnFile } from "../../kernel/types/compiler/settings/cell-config.ts";
import type { ProgramDiagnostic, ProgramServer } from "../../kernel/types/compiler/program-server.ts";
import { severityOf } from "../../kernel/types/answers/diagnostics-in-cell.ts";
import type { CellFinding, FileFinding } from "../findings/cell-finding.ts";
import { programsOf, type SubjectProgram } from "./programs.ts";
import type { CheckSubject } from "../subject.ts";

/** The compiler's errors in notebooks that it reads as one module each. */
export type JoinedFindings = {
  /** The errors in cells; notebooks without errors are left out. */
  readonly cells: ReadonlyMap<CheckSubject, readonly CellFinding[]>;
  readonly files: readonly FileFinding[];
};

/**
 * Asks one compiler about all notebooks at once, and about the files that they import.
 *
 * @param onRead called when the compiler has read all files, and this process is free for other work.
 */
export async function checkJoined(
  compiler: ProgramServer,
  subjects: readonly CheckSubject[],
  onRead: () => void,
): Promise<JoinedFindings> {
  if (subjects.length === 0) return { cells: new Map(), files: [] };
  const programs = programsOf(subjects);
  const found = await compiler.diagnose(programs, onRead);
  const cells = new Map<CheckSubject, CellFinding[]>();
  const files: FileFinding[] = [];
  for (const [index, diagnostics] of found.entries()) {
    const program = programs[index];
    for (const diagnostic of program ? diagnostics : []) place(diagnostic, program, cells, files);
  }
  return { cells, files };
}

function place(
  diagnostic: ProgramDiagnostic,
  program: SubjectProgram | undefined,
  cells: Map<CheckSubject, CellFinding[]>,
  files: FileFinding[],
): void {
  const own = program?.modules.get(diagnostic.file);
  const severity = severityOf(diagnostic.code, own?.subject.language ?? spokenIn(diagnostic.file));
  if (!program || !severity) return;
  if (own) {
    const { subject, module } = own;
    const found = module.locate(diagnostic.start, diagnostic.end);
    const finding = found && { ...found, rule: `TS${diagnostic.code}`, severity, message: diagnostic.message };
    cells.set(subject, [...(cells.get(subject) ?? []), ...(finding ? [finding] : [])]);
  } else if (isOwnFile(diagnostic.file, program.project)) files.push({ ...diagnostic, severity });
}
