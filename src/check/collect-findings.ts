import { setImmediate as nextTurn } from "node:timers/promises";
import { hasNoCheck } from "../kernel/cell/syntax/no-check.ts";
import { type Compiler, findCompiler } from "../kernel/types/compiler/find-compiler.ts";
import type { Diagnostic } from "../kernel/types/service-interface.ts";
import { type CellFinding, type FileFinding, inSource } from "./findings/cell-finding.ts";
import { checkJoined } from "./compiler/check-joined.ts";
import { settingsFindings } from "./compiler/check-settings.ts";
import { type KnownName, knownNames, mentionsLaterNames, readCells } from "./names/known-names.ts";
import type { RunningCompiler } from "./running-compiler.ts";
import { unknownCommands } from "./rules/commands.ts";
import { staleCells } from "./rules/stale.ts";
import type { CheckSubject, SubjectCell } from "./subject.ts";
import { syntaxFinding } from "./rules/syntax.ts";
import { endsTheRun, unreachableCells } from "./rules/unreachable-cells.ts";
import { unusedNames } from "./rules/unused.ts";

// The compiler's error TS2307.
const CANNOT_FIND_MODULE = 2307;

/** The findings in notebooks, by the notebooks' indices in the list, and in files that they import. */
export type SubjectFindings = {
  readonly notebooks: readonly (readonly CellFinding[])[];
  readonly files: readonly FileFinding[];
  /** The findings in files and settings, which have lines instead of offsets. */
  readonly diagnostics: readonly Diagnostic[];
  readonly isCutShort: boolean;
};

export type SubjectOptions = {
  readonly stale: boolean;
  readonly maxErrors: number;
  readonly signal: AbortSignal | undefined;
};

// Declarations for all modules of a program, which other notebooks must not see.
const SHARED = /^[ \t]*(?:export\s+)?declare\s+(?:global|module)\b|^[ \t]*import\s*["']|^[ \t]*\/\/\/\s*<reference\b/m;

// The type service knows the exports of imported notebooks; the program of joined notebooks does not.
const OF_NOTEBOOK = /\.ipynb["'`]/;
const OF_FILE = /\bfrom\s*["']\.{0,2}[/#@]/;

type Read = {
  readonly subject: CheckSubject;
  /** The names that matter. */
  readonly names: ReadonlyMap<string, KnownName>;
  readonly found: CellFinding[];
  /** True when a cell has another meaning within one module. */
  readonly isOdd: boolean;
};

/**
 * Checks notebooks. First one compiler reads all of them at once, the cells of each as one module, as quickly as
 * it checks files. Only notebooks with errors there, or with cells that have another meaning within one module, are
 * then read cell by cell, as the kernel does; for these, only the findings of the second reading count.
 */
export async function checkSubjects(
  subjects: readonly CheckSubject[],
  { compiler, server }: RunningCompiler,
  { stale, maxErrors, signal }: SubjectOptions,
): Promise<SubjectFindings> {
  const others = foldersOfOtherCompilers(subjects, compiler);
  const joinable = subjects.filter((subject) => isJoinable(subject, others));
  const settings = settingsFindings(subjects);
  // The promise is awaited below, unless the compiler fails first.
  settings.catch(() => {});
  let reading: Promise<Read[]> | undefined;
  const joined = await checkJoined(server, joinable, () => {
    reading = readAll(subjects, stale, signal);
    // The promise is awaited below, unless the compiler fails first.
    reading.catch(() => {});
  });
  const all = await (reading ?? readAll(subjects, stale, signal));
  const diagnostics: Diagnostic[] = [];
  const files = joined.files.filter((finding) => !lacksNotebook(finding));
  const ofSettings = await settings;
  const besides = errorsIn(files) + errorsIn(ofSettings);
  const errors = () => all.reduce((sum, { found }) => sum + errorsIn(found), besides);
  for (const { subject, found } of all) {
    signal?.throwIfAborted();
    if (hasInjected(subject)) found.push(...(await injectedFindingsIn(subject)));
  }
  const isLacking = files.length < joined.files.length;
  const doubtful = all.filter((read) => {
    const isJoined = joinable.includes(read.subject) && !(isLacking && mentions(read.subject, OF_FILE));
    return isDoubtful(read, joined.cells.has(read.subject) || !isJoined);
  });
  for (const group of servedTogether(doubtful)) {
    const { createTypeService, checkCellByCell } = await loadTypeService();
    const { directory, language } = group[0].subject;
    const service = createTypeService({ directory, language });
    try {
      for (const { subject, names, found } of group) {
        const before = errors();
        const isEnough = (some: readonly CellFinding[]) => {
          signal?.throwIfAborted();
          return before + errorsIn(some) >= maxErrors;
        };
        const said = await checkCellByCell(service, subject.cells, names, isEnough, signal);
        found.push(...said.cells);
        diagnostics.push(...said.files);
      }
    } finally {
      await service.dispose();
    }
  }
  const notebooks = all.map(({ found }) => inOrder(found.map(inSource)));
  // The type service warns of the same.
  return { notebooks, files, diagnostics: [...diagnostics, ...ofSettings], isCutShort: errors() >= maxErrors };
}

// Notebooks without errors do not need it.
async function loadTypeService() {
  const [{ createTypeService }, { checkCellByCell }] = await Promise.all([
    import("../kernel/types/service.ts"),
    import("./compiler/check-cell-by-cell.ts"),
  ]);
  return { createTypeService, checkCellByCell };
}

/** Reads notebooks, and yields to other work after each. */
async function readAll(
  subjects: readonly CheckSubject[],
  stale: boolean,
  signal: AbortSignal | undefined,
): Promise<Read[]> {
  const all: Read[] = [];
  for (const subject of subjects) {
    await nextTurn();
    signal?.throwIfAborted();
    const read = readCells(subject);
    const names = knownNames(read);
    const found = [
      ...read.filter(({ cell, own }) => !own && !cell.mayFail).map(({ cell }) => syntaxFinding(cell)),
      ...subject.cells.flatMap(unknownCommands),
      ...unusedNames(subject.cells, read, names),
      ...unreachableCells(subject.cells),
      ...(stale ? staleCells(subject.cells) : []),
    ];
    all.push({ subject, names, found, isOdd: hasOddCell(subject, names) });
  }
  return all;
}

/** Notebooks in one folder and language, for one type service. */
function servedTogether(all: readonly Read[]): [Read, ...Read[]][] {
  const groups = new Map<string, [Read, ...Read[]]>();
  for (const read of all) {
    const key = JSON.stringify([read.subject.language, read.subject.directory]);
    const group = groups.get(key);
    if (group) group.push(read);
    else groups.set(key, [read]);
  }
  return [...groups.values()];
}

function isJoinable({ directory, cells }: CheckSubject, others: ReadonlySet<string>): boolean {
  // Another TypeScript version may judge it differently.
  return !others.has(directory) && !cells.some(({ code }) => SHARED.test(code) || OF_NOTEBOOK.test(code));
}

function foldersOfOtherCompilers(subjects: readonly CheckSubject[], compiler: Compiler): ReadonlySet<string> {
  const folders = new Set(subjects.map(({ directory }) => directory));
  return new Set([...folders].filter((directory) => findCompiler(directory).program !== compiler.program));
}

function mentions({ cells }: CheckSubject, pattern: RegExp): boolean {
  return cells.some(({ code }) => pattern.test(code));
}

/** True for the compiler's error that an imported notebook is not a module. */
function lacksNotebook({ code, message }: Pick<FileFinding, "code" | "message">): boolean {
  return code === CANNOT_FIND_MODULE && message.includes(".ipynb'");
}

function isDoubtful({ found, isOdd }: Read, isComplainedAbout: boolean): boolean {
  return isComplainedAbout || isOdd || found.some(({ rule }) => rule === "syntax-error");
}

function hasOddCell({ cells, language }: CheckSubject, names: ReadonlyMap<string, KnownName>): boolean {
  return cells.some((cell) => isSpecial(cell) || mentionsLaterNames(cell, names, language));
}

function hasInjected({ cells }: CheckSubject): boolean {
  return cells.some(({ tags }) => tags.includes("injected-parameters"));
}

async function injectedFindingsIn(subject: CheckSubject): Promise<CellFinding[]> {
  const { injectedFindings } = await import("./parameters/injected-findings.ts");
  return injectedFindings(subject);
}

// In one module, such cells would change what the compiler reports about others.
function isSpecial(cell: SubjectCell): boolean {
  return cell.isMuted || cell.mayFail || hasNoCheck(cell.code) || endsTheRun(cell);
}

function errorsIn(found: readonly { readonly severity: string }[]): number {
  return found.filter(({ severity }) => severity === "error").length;
}

function inOrder(found: readonly CellFinding[]): CellFinding[] {
  // The compiler also reports it where a parameter is assigned.
  const misfits = found.filter(({ rule }) => rule === "parameter-type");
  const isSaid = ({ cell, start }: CellFinding) => misfits.some((one) => one.cell === cell && one.start === start);
  const kept = found.filter((finding) => misfits.includes(finding) || !isSaid(finding));
  return kept.toSorted((a, b) => a.cell.index - b.cell.index || a.start - b.start);
}
