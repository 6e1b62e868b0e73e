import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import * as v from "valibot";
import { makeFolder } from "../util/files/make-folder.ts";
import { packageRoot } from "../util/package-root.ts";
import { tsnbDependency } from "./tsnb-dependency.ts";
import { ProjectFolderError, ProjectNameError, ProjectSourceError } from "./errors.ts";
import { tsnbSource } from "./tsnb-source.ts";

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
  /** The version of tsnb in its package.json: a version, a repository, or a tarball in the project. */
  readonly source: string;
};

/**
 * Makes a folder with a project in it: a notebook, its data, a helper with a test, and the files to run them. The
 * folder appears when it is complete.
 *
 * @param folder its path, absolute; its last part is the project's name.
 * @throws {ProjectNameError} when npm would not take that name.
 * @throws {ProjectFolderError} when that path exists already, or cannot be written.
 * @throws {ProjectSourceError} when tsnb comes from this machine and cannot be packed.
 */
export async function newProject(folder: string): Promise<NewProject> {
  const name = basename(folder);
  const contents = await starterFiles();
  const manifest = manifestOf(name, contents.get("package.json") ?? "");
  if (existsSync(folder)) throw ProjectFolderError.existing(folder);
  const unfinished = join(dirname(folder), `.${name}-${randomUUID().slice(0, 8)}`);
  const unwritable = (cause: unknown) => Promise.reject(ProjectFolderError.unwritable(folder, cause));
  await makeFolder(dirname(folder))
    .then(() => mkdir(unfinished))
    .catch(unwritable);
  try {
    const source = await tsnbDependency(tsnbSource(), unfinished);
    const dependencies = { ...manifest.dependencies, tsnb: source };
    contents.set("package.json", `${JSON.stringify({ ...manifest, dependencies }, null, 2)}\n`);
    contents.set("README.md", contents.get("README.md")?.replace(/^# .*/, `# ${name}`) ?? "");
    for (const [path, content] of contents) {
      await mkdir(dirname(join(unfinished, path)), { recursive: true });
      await writeFile(join(unfinished, path), content);
    }
    await rename(unfinished, folder);
    const brought = source.startsWith("file:") ? [source.slice("file:".length)] : [];
    return { files: [...contents.keys(), ...brought], source };
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    if (error instanceof ProjectSourceError) throw error;
    return unwritable(error);
  }
}

/** The files of the starter, by their paths in the new project. */
async function starterFiles(): Promise<Map<string, string>> {
  const starter = join(packageRoot(), "starter");
  const entries = await readdir(starter, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const contents = new Map<string, string>();
  for (const path of paths.toSorted()) {
    const short = path.slice(starter.length + 1);
    // npm does not pack a file named .gitignore.
    contents.set(short === "gitignore" ? ".gitignore" : short, await readFile(path, "utf8"));
  }
  return contents;
}

function manifestOf(name: string, template: string): v.InferOutput<typeof Manifest> {
  const manifest = v.parse(Manifest, JSON.parse(template));
  const used = new Set([
    "tsnb",
    "node_modules",
    ...Object.keys({ ...manifest.dependencies, ...manifest.devDependencies }),
  ]);
  if (!/^[a-z0-9][a-z0-9._-]{0,213}$/.test(name) || used.has(name)) {
    const words = name.toLowerCase().match(/[a-z0-9]+/g) ?? [];
    throw new ProjectNameError(name, used.has(name) || words.length === 0 ? "my-analysis" : words.join("-"));
  }
  return { ...manifest, name };
}
