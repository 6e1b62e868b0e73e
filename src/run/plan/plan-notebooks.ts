import { createHash } from "node:crypto";
import { realpath, stat } from "node:fs/promises";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { NotebookPathError } from "../../notebook/errors.ts";
import { EXECUTED, findNotebooks, labelOf } from "../../notebook/find.ts";
import { suffixOf, type ParameterValues } from "../parameters/values.ts";
import { OptionError } from "../errors/setting-errors.ts";

/** A notebook to run: its path and that of the executed notebook, both absolute, and a name for the user. */
export type Planned = {
  readonly source: string;
  readonly target: string;
  /** The name of this run for the user: the notebook's path, and the values of a matrix. */
  readonly label: string;
  /** The values of a matrix for this run; empty without a matrix. */
  readonly combination: ParameterValues;
};

// File systems allow 255 bytes; the temporary file during writing has a longer name.
const LONGEST_NAME = 200;

/**
 * Plans each notebook once for each combination of values, with its own target file. The file name contains a digest
 * of the values when two combinations have the same name, or when the name would be too long.
 *
 * @throws {NotebookPathError} when an executed notebook would replace one of the run, or another executed one.
 */
export function withCombinations(
  plans: readonly Planned[],
  combinations: readonly ParameterValues[],
): readonly Planned[] {
  const suffixes = combinations.map(suffixOf);
  const counts = countsOf(suffixes.map((suffix) => suffix.toLowerCase()));
  const combined = plans.flatMap((plan) =>
    combinations.map((combination, index) => {
      const suffix = suffixes[index] ?? "";
      if (suffix === "") return plan;
      const isUnique = counts.get(suffix.toLowerCase()) === 1;
      const name = basename(plan.target, ".ipynb");
      const isShort = Buffer.byteLength(`${name}-${suffix}.ipynb`) <= LONGEST_NAME;
      const shown = isShort ? suffix : cut(suffix, LONGEST_NAME - Buffer.byteLength(`${name}-.ipynb`));
      const named = isUnique && isShort ? suffix : `${shown}-${digestOf(combination)}`;
      const target = join(dirname(plan.target), `${name}-${named}.ipynb`);
      return { ...plan, target, label: `${plan.label} [${named}]`, combination };
    }),
  );
  const targets = countsOf(combined.map(({ target }) => target.toLowerCase()));
  for (const { source, target } of combined) {
    const replaced = plans.some((plan) => plan.source === target) && target !== source;
    if (!replaced && targets.get(target.toLowerCase()) === 1) continue;
    const got = replaced
      ? "an executed notebook would replace this one"
      : "two executed notebooks would have this name";
    throw new NotebookPathError(target, got, "Run them one after the other, with another folder in --out");
  }
  return combined;
}

function digestOf(values: ParameterValues): string {
  return createHash("sha256").update(JSON.stringify(values)).digest("hex").slice(0, 8);
}

/** The longest beginning of a string that takes at most `bytes` bytes in UTF-8 and splits no character. */
function cut(text: string, bytes: number): string {
  let left = Math.max(bytes, 0);
  return Array.from(text)
    .filter((character) => (left -= Buffer.byteLength(character)) >= 0)
    .join("");
}

function countsOf(names: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

/**
 * The notebooks that `findNotebooks` finds at the paths. The executed notebooks go to `<out>/notebooks/` under their
 * own names; notebooks of the same name keep their folders, too.
 *
 * @param out the output folder; undefined to replace the notebooks themselves.
 * @throws {NotebookPathError} when a path does not exist, is not a notebook or contains none, or when an executed
 *   notebook would replace its original although that was not asked for.
 * @throws {OptionError} when the output folder is a file.
 */
export async function planNotebooks(paths: readonly string[], out: string | undefined): Promise<readonly Planned[]> {
  const found = await findNotebooks(paths, out);
  if (out === undefined)
    return found.map(({ source, real }) => ({ source, target: real, label: labelOf(source), combination: {} }));
  const file = await fileAt(resolve(out, EXECUTED));
  if (file !== undefined) {
    throw new OptionError("out", `it is ${JSON.stringify(out)}, which cannot be a folder: ${labelOf(file)} is a file`);
  }
  const folder = await existing(resolve(out, EXECUTED));
  const names = targetNames(found.map(({ source }) => source));
  const given = new Set(found.flatMap(({ source, real }) => [source, real]));
  return found.map(({ source }, index) => {
    const target = join(folder, names[index] ?? "");
    if (given.has(target)) {
      const fix = "Choose another folder with --out, or replace the notebooks with --inplace";
      throw new NotebookPathError(target, "the executed notebook would replace this one", fix);
    }
    return { source, target, label: labelOf(source), combination: {} };
  });
}

/** A unique file name for each source; for sources of the same name, a path relative to their common folder. */
export function targetNames(sources: readonly string[]): readonly string[] {
  const counts = countsOf(sources.map(keyOf));
  const root = commonFolder(sources.filter((source) => counts.get(keyOf(source)) !== 1));
  return sources.map((source) => (counts.get(keyOf(source)) === 1 ? basename(source) : relative(root, source)));
}

// Some file systems ignore case in names.
function keyOf(source: string): string {
  return basename(source).toLowerCase();
}

// The path with its existing part resolved, so that it can be compared with real paths.
async function existing(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    // The path does not exist yet; its parent folder may.
    const above = dirname(path);
    return above === path ? path : join(await existing(above), basename(path));
  }
}

/** The file at a path or above it, where a folder should be; undefined without one. */
async function fileAt(path: string): Promise<string | undefined> {
  const found = await stat(path).catch(() => undefined);
  if (found) return found.isDirectory() ? undefined : path;
  return dirname(path) === path ? undefined : fileAt(dirname(path));
}

function commonFolder(files: readonly string[]): string {
  const [first = "", ...others] = files.map((file) => dirname(file).split(sep));
  const parts = Array.from(first);
  while (!others.every((other) => parts.every((part, index) => other[index] === part))) parts.pop();
  return parts.join(sep) || sep;
}
