import { readdir, realpath, stat } from "node:fs/promises";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { NotebookPathError } from "./errors.ts";
import { slashed } from "../util/files/slashed.ts";

// Folders that patterns skip unless they name them.
const SKIPPED = ["node_modules", ".ipynb_checkpoints"];

/** The folder that runs write to by default. */
export const USUAL_OUT = "out";
/** The folder for executed notebooks in it. */
export const EXECUTED = "notebooks";

/** A notebook that a path leads to. */
export type FoundNotebook = {
  /** Its absolute path: the folder's real path, and the notebook's own name, which may be that of a link. */
  readonly source: string;
  /** The path of the file itself. */
  readonly real: string;
  /** True when the path itself was given, not found in a folder or by a pattern. */
  readonly isNamed: boolean;
};

/**
 * The notebooks that paths lead to, in the order given, each once: files as they are, folders for the
 * notebooks directly inside them by name, glob patterns (`**` for all folders below) by path.
 *
 * @param out the output folder of runs; patterns skip the executed notebooks in it unless they begin with it.
 * @throws {NotebookPathError} when a path does not exist, is not a notebook, or leads to none.
 */
export async function findNotebooks(paths: readonly string[], out = USUAL_OUT): Promise<readonly FoundNotebook[]> {
  const found = await Promise.all(paths.map((path) => notebooksAt(path, resolve(out))));
  const unique = new Map<string, FoundNotebook>();
  for (const one of found.flat()) {
    if (one.isNamed || !unique.has(one.real)) unique.set(one.real, one);
  }
  return [...unique.values()];
}

/** A path for people: relative to the current folder if it is inside. */
export function labelOf(source: string): string {
  const short = relative(process.cwd(), source);
  return short.startsWith("..") ? source : short;
}

async function notebooksAt(path: string, out: string): Promise<readonly FoundNotebook[]> {
  const entry = await stat(path).catch(() => undefined);
  if (entry?.isFile()) {
    if (path.endsWith(".ipynb")) return [await foundAt(path, true)];
    throw new NotebookPathError(path, "it is not a notebook", "Name a file that ends in .ipynb, or a folder of them");
  }
  if (entry && !entry.isDirectory()) {
    throw new NotebookPathError(path, "it is a pipe or a device", "Save the notebook in a file and name that");
  }
  const sources = entry ? await notebooksIn(await realpath(path)) : await matchesOf(path, out);
  return Promise.all(sources.map((source) => foundAt(source, false)));
}

async function foundAt(path: string, isNamed: boolean): Promise<FoundNotebook> {
  const full = resolve(path);
  const real = await realpath(full).catch(() => full);
  return { source: join(await realpath(dirname(full)), basename(full)), real, isNamed };
}

async function notebooksIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const found = entries.filter((entry) => entry.name.endsWith(".ipynb") && (entry.isFile() || entry.isSymbolicLink()));
  const names = found.map(({ name }) => name).toSorted();
  if (names.length === 0) {
    const fix = "Name a notebook, or a folder with notebooks";
    throw new NotebookPathError(folder, "the folder contains no *.ipynb files", fix);
  }
  return names.map((name) => join(folder, name));
}

async function matchesOf(path: string, out: string): Promise<string[]> {
  const { glob, isDynamicPattern } = await import("tinyglobby");
  if (!isDynamicPattern(path)) {
    const fix = "Check the path; it is relative to the current folder";
    throw new NotebookPathError(path, "there is no such file or folder", fix);
  }
  const skipped = SKIPPED.filter((folder) => !path.includes(folder));
  const ignore = skipped.map((folder) => `**/${folder}/**`);
  const found = await glob(slashed(path), { absolute: true, ignore, expandDirectories: false });
  const isOutput = isInside(resolve(path), out) ? () => false : (file: string) => isInside(file, join(out, EXECUTED));
  const isSkipped = (name: string) => {
    return name.split("/").some((folder) => skipped.includes(folder)) || isOutput(resolve(name));
  };
  const notebooks = found.filter((name) => name.endsWith(".ipynb") && !isSkipped(name)).toSorted();
  if (notebooks.length === 0) {
    throw new NotebookPathError(path, "the pattern matches no *.ipynb", "Check the pattern; ** stands for all folders");
  }
  return notebooks;
}

function isInside(file: string, folder: string): boolean {
  return file.startsWith(`${folder}${sep}`);
}
