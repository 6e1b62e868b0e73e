import { constants } from "node:fs";
import { access, appendFile, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { RunResult } from "../run/results.ts";
import { messageOf } from "../util/error.ts";
import { WriteError, writeAtomic } from "../util/files/write-atomic.ts";
import { ReportPathError } from "./errors.ts";
import { junitOf } from "./junit.ts";
import { markdownOf } from "./markdown-summary.ts";

/** The files of a run's reports; a report without a file is not written. */
export type ReportFiles = {
  readonly junit?: string | undefined;
  readonly html?: string | undefined;
  readonly markdown?: string | undefined;
  /** A file to which a summary is appended, such as the one that GitHub names to a job. */
  readonly summary?: string | undefined;
};

// GitHub accepts 1 MiB per step.
const LONGEST_SUMMARY = 500_000;

/**
 * Makes sure, before anything runs, that reports can be written to their paths.
 *
 * @throws {ReportPathError} for a path that is a folder, a notebook or another report's, below a file, or in a folder
 *   that is read-only.
 */
export async function checkReportFiles(files: ReportFiles): Promise<void> {
  const flags = new Map<string, string>();
  for (const [name, file] of Object.entries(files)) {
    if (file === undefined) continue;
    const path = resolve(file);
    const flag = name === "summary" ? "GITHUB_STEP_SUMMARY" : `--${name}`;
    const other = flags.get(path);
    const problem = other === undefined ? await pathProblem(file) : `${other} writes to the same file`;
    if (problem !== undefined) throw new ReportPathError(file, flag, problem);
    flags.set(path, flag);
  }
}

async function pathProblem(file: string): Promise<string | undefined> {
  // A shell puts the first notebook there for `--html *.ipynb`.
  if (/\.ipynb$/i.test(file)) return "it is named like a notebook";
  if (/[\\/]$/.test(file)) return "it is named like a folder";
  const path = resolve(file);
  const entry = await stat(path).catch(() => undefined);
  if (entry?.isDirectory()) return "there is a folder of that name";
  if (entry) return writable(path);
  return parentProblem(dirname(path));
}

async function parentProblem(folder: string): Promise<string | undefined> {
  try {
    if (!(await stat(folder)).isDirectory()) return `${folder} is a file, not a folder`;
  } catch {
    // Missing folders are created, but a path above them may not be a folder.
    const above = dirname(folder);
    return above === folder ? `${folder} does not exist` : parentProblem(above);
  }
  return writable(folder);
}

function writable(path: string): Promise<string | undefined> {
  return access(path, constants.W_OK).then(
    () => undefined,
    (cause: unknown) => messageOf(cause),
  );
}

/**
 * Writes the reports of a run.
 *
 * @throws {WriteError} when one cannot be written after all.
 */
export async function writeReports(files: ReportFiles, result: RunResult): Promise<void> {
  const { junit, html, markdown, summary } = files;
  if (junit !== undefined) await writeAtomic(junit, junitOf(result));
  if (markdown !== undefined) await writeAtomic(markdown, markdownOf(result));
  if (html !== undefined) await writePage(html, result);
  if (summary !== undefined) {
    await appendFile(summary, markdownOf(result, LONGEST_SUMMARY)).catch((cause: unknown) => {
      throw new WriteError(summary, cause);
    });
  }
}

/**
 * Writes a run as a page.
 *
 * @throws {WriteError} when it cannot be written.
 */
export async function writePage(file: string, result: RunResult): Promise<void> {
  const { reportPage } = await import("./html/page.ts");
  await writeAtomic(file, await reportPage(result));
}

/** Loads the modules that draw the page, which takes a moment; otherwise `writePage` loads them. */
export async function loadPage(): Promise<void> {
  await Promise.all([import("./html/page.ts"), import("../convert/html/notebook.ts")]);
}
