import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const MANIFEST = join(import.meta.dirname, "packages.json");
const DONE = ".installed";

/**
 * Installs the packages that the examples import, without scripts, into a folder that is kept for later runs.
 *
 * @returns the folder.
 */
export async function installPackages(): Promise<string> {
  const hash = createHash("sha256")
    .update(await readFile(MANIFEST))
    .digest("hex")
    .slice(0, 12);
  const folder = join(tmpdir(), `tsnb-packages-${hash}`);
  if (existsSync(join(folder, DONE))) return folder;
  await mkdir(folder, { recursive: true });
  await copyFile(MANIFEST, join(folder, "package.json"));
  const program = process.platform === "win32" ? "npm.cmd" : "npm";
  const args = ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock"];
  await promisify(execFile)(program, args, { cwd: folder, shell: process.platform === "win32" });
  await writeFile(join(folder, DONE), "");
  return folder;
}
