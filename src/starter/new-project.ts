import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import * as v from "valibot";
import { makeFolder } from "../util/make-folder.ts";
import { packageRoot } from "../util/package-root.ts";
import { ProjectFolderError, ProjectNameError } from "./errors.ts";
import { isFolderSource, ownSource } from "./own-source.ts";

const Manifest = v.strictObject({
  name: v.string(),
  private: v.literal(true),
  type: v.literal("module"),
  scripts: v.record(v.string(), v.string()),
  dependencies: v.record(v.string(), v.string()),
  devDependencies: v.record(v.string(), v.string()),
});

/** A project that was made. */
export type NewProject = {
  /** The paths of its files, from its folder. */
  readonly files: readonly string[];
  /** Where its package.json gets tsnb from. */
  readonly source: string;
};

/**
 * Makes a folder with a project in it: a notebook, its data, a helper with a test, and what runs them. The folder
 * appears when it is complete.
 *
 * @param folder its path, absolute; its last part is the project's name.
 * @throws {ProjectNameError} when npm would not take that name.
 * @throws {ProjectFolderError} when there is something at that path, or nothing can be written there.
 */
export async function newProject(folder: string): Promise<NewProject> {
  const name = basename(folder);
  const source = ownSource(folder);
  const contents = await starterFiles(name, source);
  if (existsSync(folder)) throw ProjectFolderError.existing(folder);
  const unfinished = join(dirname(folder), `.${name}-${randomUUID().slice(0, 8)}`);
  const unwritable = (cause: unknown) => Promise.reject(ProjectFolderError.unwritable(folder, cause));
  await makeFolder(dirname(folder))
    .then(() => mkdir(unfinished))
    .catch(unwritable);
  try {
    for (const [path, content] of contents) {
      await mkdir(dirname(join(unfinished, path)), { recursive: true });
      await writeFile(join(unfinished, path), content);
    }
    await rename(unfinished, folder);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    await unwritable(error);
  }
  return { files: [...contents.keys()], source };
}

async function starterFiles(name: string, source: string): Promise<ReadonlyMap<string, string>> {
  const starter = join(packageRoot(), "starter");
  const entries = await readdir(starter, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const contents = new Map<string, string>();
  for (const path of paths.toSorted()) {
    const short = path.slice(starter.length + 1);
    const content = await readFile(path, "utf8");
    if (short === "package.json") contents.set(short, manifestOf(name, source, content));
    else if (short === "README.md") contents.set(short, content.replace(/^# .*/, `# ${name}`));
    // npm packs no file of the name .gitignore.
    else contents.set(short === "gitignore" ? ".gitignore" : short, content);
  }
  // A linked folder has packages of its own, such as a second vitest, beside the project's.
  if (isFolderSource(source)) contents.set(".npmrc", "install-links=true\n");
  return contents;
}

function manifestOf(name: string, source: string, template: string): string {
  const manifest = v.parse(Manifest, JSON.parse(template));
  const dependencies = { ...manifest.dependencies, tsnb: source };
  const used = new Set([...Object.keys(dependencies), ...Object.keys(manifest.devDependencies), "node_modules"]);
  if (!/^[a-z0-9][a-z0-9._-]{0,213}$/.test(name) || used.has(name)) {
    const words = name.toLowerCase().match(/[a-z0-9]+/g) ?? [];
    throw new ProjectNameError(name, used.has(name) || words.length === 0 ? "my-analysis" : words.join("-"));
  }
  return `${JSON.stringify({ ...manifest, name, dependencies }, null, 2)}\n`;
}
