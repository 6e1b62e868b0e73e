import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { packageRoot } from "../../util/package-root.ts";
import { writeAtomic } from "../../util/files/write-atomic.ts";
import { withAttributes, withoutAttributes } from "./attributes.ts";
import { GitError, NoRepositoryError } from "./errors.ts";
import { git } from "./git.ts";

const SECTIONS = ["merge.tsnb", "diff.tsnb", "filter.tsnb"] as const;

// git caches text by the spelling of the command that makes it, even after an update of tsnb. So the driver asks for no
// cache, and removes the setting of earlier versions.
const TEXTCONV_CACHE = "refs/notes/textconv/tsnb";

/**
 * Makes git compare and merge this repository's notebooks with tsnb.
 *
 * @param clearOutputs true to commit notebooks without outputs.
 * @returns a line for each change made.
 * @throws {NoRepositoryError | GitError | WriteError}
 */
export async function installDriver(folder: string, clearOutputs: boolean): Promise<readonly string[]> {
  const root = await rootOf(folder);
  const tsnb = commandLine();
  const settings = {
    "merge.tsnb.name": "merge of notebooks by cells",
    "merge.tsnb.driver": `${tsnb} merge %O %A %B --path %P`,
    "diff.tsnb.textconv": `${tsnb} git textconv`,
    "filter.tsnb.clean": `${tsnb} git clean -- %f`,
    "filter.tsnb.smudge": "cat",
    "filter.tsnb.required": "true",
  };
  await removeSettings(root);
  for (const [key, value] of Object.entries(settings)) await git(root, ["config", "--local", key, value]);
  const file = join(root, ".gitattributes");
  await writeBytes(file, withAttributes(await contentOf(file), clearOutputs));
  return [
    `${file}: *.ipynb files are compared and merged by tsnb${clearOutputs ? ", and committed without outputs" : ""}; commit this file`,
    "git config: the commands that do so; run `tsnb git install` once in every clone",
  ];
}

/**
 * Undoes `installDriver`.
 *
 * @returns a line for each change made.
 * @throws {NoRepositoryError | GitError | WriteError}
 */
export async function uninstallDriver(folder: string): Promise<readonly string[]> {
  const root = await rootOf(folder);
  await removeSettings(root);
  const file = join(root, ".gitattributes");
  const before = await contentOf(file);
  const after = withoutAttributes(before);
  if (after === "") await rm(file, { force: true });
  else if (after !== before) await writeBytes(file, after);
  return [`${file} and git config: tsnb is no longer used`];
}

async function removeSettings(root: string): Promise<void> {
  for (const section of SECTIONS) {
    const known = await git(root, ["config", "--local", "--get-regexp", `^${section.replace(".", "\\.")}\\.`], 1);
    if (known !== "") await git(root, ["config", "--local", "--remove-section", section]);
  }
  await git(root, ["update-ref", "-d", TEXTCONV_CACHE]);
}

async function rootOf(folder: string): Promise<string> {
  try {
    return await git(folder, ["rev-parse", "--show-toplevel"]);
  } catch (error) {
    throw error instanceof GitError ? new NoRepositoryError(folder, error) : error;
  }
}

// Paths in .gitattributes may be in any encoding: each character stands for one byte.
async function contentOf(file: string): Promise<string> {
  try {
    return await readFile(file, "latin1");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return "";
    throw error;
  }
}

async function writeBytes(file: string, content: string): Promise<void> {
  await writeAtomic(file, Buffer.from(content, "latin1"));
}

/** The command line of tsnb for git's shell, which is a POSIX shell even on Windows. */
function commandLine(): string {
  const main = join(packageRoot(), "dist", "cli", "main.cjs");
  return [process.execPath, main].map((path) => `'${path.replaceAll("\\", "/").replaceAll("'", "'\\''")}'`).join(" ");
}
