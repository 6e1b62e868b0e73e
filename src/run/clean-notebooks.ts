import { dirname } from "node:path";
import type { CheckResult, NotebookCheck } from "../check/results.ts";
import { mayHaveMagics } from "../kernel/magic/magic-lines.ts";
import { initialCheckMode } from "../kernel/cell/check-mode.ts";
import { nearestTsconfig } from "../kernel/project/tsconfig.ts";
import { configTroubles } from "../kernel/types/compiler/config-troubles.ts";
import { findCompiler } from "../kernel/types/compiler/find-compiler.ts";
import { allowedErrors } from "../notebook/expected-errors.ts";
import { isSkipped } from "../notebook/skipped.ts";
import { hasTag } from "../notebook/tags.ts";
import type { RunSettings } from "./options/run-options.ts";
import type { ReadyNotebook } from "./plan/ready-notebook.ts";

// Findings that kernels do not report.
const OTHER_RULES = new Set(["unused-name", "unreachable-cell"]);

/**
 * The paths of the notebooks in which a check found nothing that their kernels would report. None when it found
 * something in a file that notebooks import, since the check does not tell which ones do.
 */
export async function cleanNotebooks(check: CheckResult | undefined): Promise<ReadonlySet<string>> {
  if (check === undefined || check.files.length > 0 || check.isCutShort) return new Set();
  const clean = check.notebooks.filter(isClean).map(({ source }) => source);
  const projects = new Map<string, Promise<boolean>>();
  const hasTroubles = (source: string): Promise<boolean> => {
    const directory = dirname(source);
    const project = nearestTsconfig(directory);
    if (project === undefined) return Promise.resolve(false);
    const known = projects.get(project);
    if (known !== undefined) return known;
    const asked = configTroubles(findCompiler(directory), project).then((found) => found.length > 0);
    projects.set(project, asked);
    return asked;
  };
  const troubled = await Promise.all(clean.map(hasTroubles));
  return new Set(clean.filter((_, at) => troubled[at] === false));
}

function isClean({ status, findings }: NotebookCheck): boolean {
  return status === "passed" && findings.every(({ rule }) => OTHER_RULES.has(rule));
}

/**
 * True when a check of the file sees all that the kernel's own check would see: cells run as they are written, one
 * after another, and none may fail or give the kernel a command.
 */
export function runsAsChecked(
  { kernel, env, parameters, kept, notebook, cells }: ReadyNotebook,
  { allowErrors, cache }: Pick<RunSettings, "allowErrors" | "cache">,
): boolean {
  if (kernel !== "tsnb" || initialCheckMode({ ...process.env, ...env }) !== "on") return false;
  if (allowErrors || cache === "cells" || kept.size > 0 || Object.keys(parameters).length > 0) return false;
  return (
    cells.every(({ cell, action }) => action !== "skip" || isSkipped(cell)) &&
    cells.every(({ cell }) => allowedErrors(cell) === "none" && !mayHaveMagics(cell.source)) &&
    notebook.cells.every(({ metadata }) => !hasTag(metadata, "injected-parameters"))
  );
}
