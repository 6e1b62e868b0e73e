import { dirname } from "node:path";
import type { FoundNotebook } from "../notebook/find.ts";
import { TsnbError } from "../util/error.ts";
import { checkSubjects } from "./collect-findings.ts";
import { sharedProgram } from "./compiler/programs.ts";
import { placedInFiles, placedInNotebook } from "./findings/place-findings.ts";
import { placedInImported } from "./findings/place-imported.ts";
import { readSubjects } from "./read-subjects.ts";
import type { CheckOptions } from "./options.ts";
import type { CheckResult, Finding, NotebookCheck } from "./results.ts";
import type { RunningCompiler } from "./running-compiler.ts";

// Opening one more program takes as long as reading this many notebooks.
const MANY = 8;

/** Checks notebooks that were found, with a running compiler. */
export async function checkWith(
  running: RunningCompiler,
  found: readonly FoundNotebook[],
  { stale = false, maxErrors = Infinity, signal }: CheckOptions,
): Promise<CheckResult> {
  // The compiler reads the library while the notebooks are read.
  if (found.length >= MANY && found[0]) running.server.prepare(sharedProgram(dirname(found[0].source)));
  const read = await readSubjects(found);
  const subjects = read.flatMap(({ subject }) => (typeof subject === "object" && "cells" in subject ? [subject] : []));
  const said = await checkSubjects(subjects, running, { stale, maxErrors, signal });
  const budget = new Budget(maxErrors);
  // Imported notebooks may be among those that are checked.
  const ofFiles = said.diagnostics.filter(({ file }) => !subjects.some(({ source }) => source === file));
  const [ofCells, others] = [
    ofFiles.filter(({ cell }) => cell !== undefined),
    ofFiles.filter(({ cell }) => cell === undefined),
  ];
  const files = budget.take([...(await placedInFiles(said.files, others)), ...(await placedInImported(ofCells))]);
  const notebooks: NotebookCheck[] = [];
  for (const { subject, label, source } of read) {
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

/** The errors that may still be reported; warnings are not limited. */
class Budget {
  #left: number;

  constructor(errors: number) {
    this.#left = errors;
  }

  take(findings: readonly Finding[]): readonly Finding[] {
    return findings.filter(({ severity }) => severity === "warning" || this.#left-- > 0);
  }
}
