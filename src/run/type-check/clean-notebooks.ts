import { statSync } from "node:fs";
import { dirname } from "node:path";
import type { CheckResult, NotebookCheck } from "../../check/results.ts";
import { mayHaveMagics } from "../../kernel/magic/lines/magic-lines.ts";
import { initialCheckMode } from "../../kernel/cell/check-mode.ts";
import { nearestTsconfig, readCompilerOptions } from "../../kernel/project/tsconfig.ts";
import { allowedErrors } from "../../notebook/expected-errors.ts";
import { isSkipped } from "../../notebook/skipped.ts";
import { hasTag } from "../../notebook/tags.ts";
import type { RunSettings } from "../options/run-options.ts";
import type { ReadyNotebook } from "../plan/ready-notebook.ts";

// Imports of files and notebooks of the project.
const LOCAL =
  /\b(?:from|import|require)\b\s*\(?\s*["'`](?:[./#~]|@\/|file:)|\.ipynb["'`]|^[ \t]*\/\/\/\s*<reference\b/m;

// Findings that kernels do not report.
const OTHER_RULES = new Set(["unused-name", "unreachable-cell"]);

/**
 * The notebooks in which a check found nothing that their kernels would report. None when it found something in a file
 * that notebooks import, or in settings, since the check does not say which notebooks that affects.
 */
export function cleanNotebooks(check: CheckResult | undefined): ReadonlySet<string> {
  if (check === undefined || check.files.length > 0 || check.isCutShort) return new Set();
  const plain = new Map<string, boolean>();
  const sources = new Set<string>();
  for (const { source } of check.notebooks.filter(isClean)) {
    const project = nearestTsconfig(dirname(source));
    if (project !== undefined && !plain.has(project)) plain.set(project, isPlain(project));
    if (project === undefined || plain.get(project) === true) sources.add(source);
  }
  return sources;
}

// By other paths, names of packages may lead to files of the project.
function isPlain(project: string): boolean {
  try {
    const { baseUrl, paths } = readCompilerOptions(project);
    return baseUrl === undefined && Object.keys(paths).length === 0;
  } catch {
    // The kernels read the settings themselves, and say what is wrong.
    return false;
  }
}

/** True when neither a notebook nor the settings of its project have changed since a time in milliseconds. */
export function isUnchanged(source: string, since: number): boolean {
  const project = nearestTsconfig(dirname(source));
  const files = project === undefined ? [source] : [source, project];
  return files.every((file) => (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? since) < since);
}

function isClean({ status, findings }: NotebookCheck): boolean {
  return status === "passed" && findings.every(({ rule }) => OTHER_RULES.has(rule));
}

/**
 * True when a check of the file sees all that the kernel's own check would see: cells run as they are written, one
 * after another, none may fail or give the kernel a command, and none imports a file that may change meanwhile.
 */
export function runsAsChecked(
  { kernel, env, parameters, kept, notebook, cells }: ReadyNotebook,
  { allowErrors }: Pick<RunSettings, "allowErrors">,
): boolean {
  if (kernel !== "tsnb" || initialCheckMode({ ...process.env, ...env }) !== "on") return false;
  if (allowErrors || kept.size > 0 || Object.keys(parameters).length > 0) return false;
  return (
    cells.every(({ cell, action }) => action !== "skip" || isSkipped(cell)) &&
    cells.every(({ cell }) => allowedErrors(cell) === "none" && !mayHaveMagics(cell.source)) &&
    !cells.some(({ cell }) => LOCAL.test(cell.source)) &&
    notebook.cells.every(({ metadata }) => !hasTag(metadata, "injected-parameters"))
  );
}
