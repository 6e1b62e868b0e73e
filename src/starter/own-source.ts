import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, isAbsolute, join, relative, resolve } from "node:path";
import * as v from "valibot";
import { packageRoot } from "../util/package-root.ts";
import { packageVersion } from "../util/package-version.ts";

const Lock = v.object({ packages: v.record(v.string(), v.object({ resolved: v.optional(v.string()) })) });

/**
 * Where another project's package.json gets this tsnb from: the version for the registry, or the file, folder or
 * repository that it was installed from.
 *
 * @param project the folder of that project, absolute.
 */
export function ownSource(project: string, root: string = packageRoot()): string {
  const modules = dirname(root);
  if (basename(modules) !== "node_modules") return fileSource(project, root);
  const from = installedFrom(join(modules, ".package-lock.json"));
  if (from?.startsWith("file:")) return fileSource(project, resolve(modules, "..", from.slice("file:".length)));
  if (from?.startsWith("git")) return from;
  return `^${packageVersion(join(root, "package.json"))}`;
}

/** True when npm is to copy a folder, which it links otherwise. */
export function isFolderSource(source: string): boolean {
  return source.startsWith("file:") && !source.endsWith(".tgz");
}

function installedFrom(lockFile: string): string | undefined {
  if (!existsSync(lockFile)) return undefined;
  const { packages } = v.parse(Lock, JSON.parse(readFileSync(lockFile, "utf8")));
  return packages["node_modules/tsnb"]?.resolved;
}

function fileSource(project: string, path: string): string {
  const short = relative(project, path);
  // On Windows, nothing leads from one drive to another.
  return `file:${(isAbsolute(short) ? path : short).replaceAll("\\", "/")}`;
}
