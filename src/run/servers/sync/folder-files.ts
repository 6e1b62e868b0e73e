import { existsSync } from "node:fs";
import { readdir, readFile, realpath, stat } from "node:fs/promises";
import { join, relative } from "node:path";
import ignore, { type Ignore } from "ignore";
import { slashed } from "../../../util/files/slashed.ts";
import { foldersUpward } from "../../../util/files/nearest-folder.ts";

/** The files and folders in a folder. Paths are relative to it, with slashes. */
export type FolderFiles = {
  /** Its folders, each before those in it. */
  readonly folders: readonly string[];
  readonly files: readonly { readonly path: string; readonly bytes: number }[];
};

type Rules = { readonly folder: string; readonly ignore: Ignore };

const NEVER = new Set(["node_modules", "__pycache__"]);

/**
 * Lists the files of a folder and its subfolders, except those that `.gitignore` files exclude, hidden files,
 * `node_modules` and `__pycache__`. In a Git repository, the `.gitignore` files above the folder count, too.
 *
 * @param skipped the absolute paths of folders to leave out.
 * @throws the operating system's error when a folder cannot be read.
 */
export async function folderFiles(folder: string, skipped: readonly string[]): Promise<FolderFiles> {
  const folders: string[] = [];
  const files: { path: string; bytes: number }[] = [];
  const visit = async (path: string, above: readonly Rules[], within: readonly string[]): Promise<void> => {
    const here = join(folder, path);
    const real = await realpath(here);
    // A link may lead to a folder that contains it.
    if (within.includes(real)) return;
    const rules = [...(await rulesIn(here)), ...above];
    for (const { name } of await readdir(here, { withFileTypes: true })) {
      const file = join(here, name);
      if (name.startsWith(".") || NEVER.has(name) || skipped.includes(file)) continue;
      const found = await stat(file).catch(() => undefined);
      const inFolder = path === "" ? name : `${path}/${name}`;
      if (found === undefined || isIgnored(file, found.isDirectory(), rules)) continue;
      if (found.isFile()) files.push({ path: inFolder, bytes: found.size });
      if (!found.isDirectory()) continue;
      folders.push(inFolder);
      await visit(inFolder, rules, [...within, real]);
    }
  };
  await visit("", await rulesAbove(folder), []);
  return { folders, files };
}

async function rulesIn(folder: string): Promise<readonly Rules[]> {
  const text = await readFile(join(folder, ".gitignore"), "utf8").catch(() => undefined);
  return text === undefined ? [] : [{ folder, ignore: ignore().add(text) }];
}

/** The rules of the folders above, up to the root of the Git repository, the nearest first. */
async function rulesAbove(folder: string): Promise<readonly Rules[]> {
  const folders = foldersUpward(folder);
  const root = folders.findIndex((at) => existsSync(join(at, ".git")));
  // Outside a repository only the folder itself counts.
  return (await Promise.all(folders.slice(1, root + 1).map(rulesIn))).flat();
}

/** True when a file is ignored; the nearest rules that mention it decide. */
function isIgnored(file: string, isFolder: boolean, rules: readonly Rules[]): boolean {
  for (const { folder, ignore: own } of rules) {
    const path = slashed(relative(folder, file));
    const { ignored, unignored } = own.test(isFolder ? `${path}/` : path);
    if (ignored || unignored) return ignored;
  }
  return false;
}
