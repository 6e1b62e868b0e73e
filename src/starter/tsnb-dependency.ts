import { execFile } from "node:child_process";
import { copyFile, mkdir, readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { ProjectSourceError } from "./errors.ts";
import type { PackageSource } from "./tsnb-source.ts";

const FOLDER = "vendor";

/**
 * The version of tsnb for package.json. A tsnb from this machine is put into the project as a tarball, since its path
 * does not exist on another machine, such as that of a workflow on GitHub.
 *
 * @param project the folder of the project.
 * @throws {ProjectSourceError} when npm cannot pack that tsnb.
 */
export async function tsnbDependency(source: PackageSource, project: string): Promise<string> {
  if (source.kind === "public") return source.version;
  const vendor = join(project, FOLDER);
  await mkdir(vendor, { recursive: true });
  try {
    if (source.kind === "folder") await pack(source.path, vendor);
    else await copyFile(source.path, join(vendor, basename(source.path)));
  } catch (error) {
    throw new ProjectSourceError(source.path, error);
  }
  const [name] = await readdir(vendor);
  if (name === undefined) throw new ProjectSourceError(source.path, new Error("npm pack wrote no file"));
  return `file:${FOLDER}/${name}`;
}

async function pack(folder: string, destination: string): Promise<void> {
  // The paths are passed as settings, since npm on Windows is started by a shell, which would interpret parts of them.
  const env = { ...process.env, npm_config_ignore_scripts: "true", npm_config_pack_destination: destination };
  const isWindows = process.platform === "win32";
  const program = isWindows ? "npm.cmd" : "npm";
  await promisify(execFile)(program, ["pack", "--silent"], { cwd: folder, env, shell: isWindows, windowsHide: true });
}
