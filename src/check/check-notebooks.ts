import { dirname } from "node:path";
import { placedInImported } from "./findings/place-imported.ts";
import { languageOf } from "../notebook/code-language.ts";
import { findCompiler, ownCompiler } from "../kernel/types/compiler/find-compiler.ts";
import { ProgramServer } from "../kernel/types/compiler/program-server.ts";
import { findNotebooks, type FoundNotebook, labelOf } from "../notebook/find.ts";
import { readNotebook } from "../notebook/file/read.ts";
import { TsnbError } from "../util/error.ts";
import type { SubjectOptions } from "./check-subjects.ts";
import { NothingToCheckError, OtherLanguageError } from "./errors.ts";
import { placedInFiles, placedInNotebook } from "./findings/place-findings.ts";
import type { CheckOptions } from "./options.ts";
import type { CheckResult, Finding, NotebookCheck } from "./results.ts";
import { sharedProgram } from "./compiler/programs.ts";
import { type Subject, subjectOf } from "./subject.ts";

// To open one program more takes as long as to read so many.
const MANY = 8;

type Looked = FoundNotebook & { readonly label: string; readonly subject: Subject | TsnbError | "skipped" };

/** Checks notebooks; see ./index.ts. */
export async function checkNotebooks(paths: readonly string[], options: CheckOptions): Promise<CheckResult> {
  const found = await findNotebooks(paths);
  const result = await checkFound(found, options);
  if (result.notebooks.every(({ status }) => status === "skipped")) throw new NothingToCheckError(found.length);
  return result;
}

/** Checks notebooks that were found. */
export async function checkFound(
  found: readonly FoundNotebook[],
  { stale = false, maxErrors = Infinity, signal }: CheckOptions,
): Promise<CheckResult> {
  const { looked, subjects, said } = await lookAndCheck(found, { stale, maxErrors, signal });
  const budget = new Budget(maxErrors);
  // Notebooks that others import may be among those that are checked.
  const ofFiles = said.diagnostics.filter(({ file }) => !subjects.some(({ source }) => source === file));
  const [ofCells, others] = [
    ofFiles.filter(({ cell }) => cell !== undefined),
    ofFiles.filter(({ cell }) => cell === undefined),
  ];
  const files = budget.take([...(await placedInFiles(said.files, others)), ...(await placedInImported(ofCells))]);
  const notebooks: NotebookCheck[] = [];
  for (const { subject, label, source } of looked) {
    if (subject === "skipped" || subject instanceof TsnbError) {
      const error = subject === "skipped" ? undefined : subject;
      notebooks.push({ label, source, status: error ? "unusable" : "skipped", cells: 0, findings: [], error });
      continue;
    }
    const findings = budget.take(await placedInNotebook(subject, said.notebooks[subjects.indexOf(subject)] ?? []));
    const status = findings.some(({ severity }) => severity === "error") ? "failed" : "passed";
    notebooks.push({ label, source, status, cells: subject.cells.length, findings, error: undefined });
  }
  const all = [...files, ...notebooks.flatMap(({ findings }) => findings)];
  const errors = all.filter(({ severity }) => severity === "error").length;
  return {
    notebooks,
    files,
    errors,
    warnings: all.length - errors,
    isCutShort: said.isCutShort,
    ok: errors === 0 && notebooks.every(({ status }) => status !== "unusable"),
  };
}

async function lookAndCheck(found: readonly FoundNotebook[], options: SubjectOptions) {
  const compiler = ownCompiler() ?? findCompiler(process.cwd());
  const server = new ProgramServer(compiler, process.cwd());
  try {
    // It reads the library while the notebooks are read.
    if (found.length >= MANY && found[0]) server.prepare(sharedProgram(dirname(found[0].source)));
    const { checkSubjects } = await import("./check-subjects.ts");
    const looked = await Promise.all(found.map(look));
    const subjects = looked.flatMap(({ subject }) =>
      typeof subject === "object" && "cells" in subject ? [subject] : [],
    );
    return { looked, subjects, said: await checkSubjects(subjects, { compiler, server }, options) };
  } finally {
    server.close();
  }
}

/** As many findings as there may be. */
class Budget {
  #left: number;

  constructor(errors: number) {
    this.#left = errors;
  }

  take(findings: readonly Finding[]): readonly Finding[] {
    return findings.filter(({ severity }) => severity === "warning" || this.#left-- > 0);
  }
}

async function look(found: FoundNotebook): Promise<Looked> {
  const { source, isNamed } = found;
  const label = labelOf(source);
  const place = { ...found, label };
  try {
    const notebook = await readNotebook(source, { label });
    const language = languageOf(notebook);
    if (typeof language === "string") return { ...place, subject: subjectOf(notebook, { source, label, language }) };
    return { ...place, subject: isNamed ? new OtherLanguageError(label, language.other) : "skipped" };
  } catch (error) {
    if (error instanceof TsnbError) return { ...place, subject: error };
    throw error;
  }
}
