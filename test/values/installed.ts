import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder } from "../../src/util/files/cache-folder.ts";

const modules = join(import.meta.dirname, "..", "..", "node_modules");
const source = join(import.meta.dirname, "packages");

/**
 * The folder from which cells find the project's own packages and those of `packages/package.json`. The latter are
 * installed once for each version of their lock file.
 */
export function installedPackages(): string {
  const lock = readFileSync(join(source, "package-lock.json"), "utf8");
  const installed = join(cacheFolder(), "test-values", digestOf(`${lock}${process.platform}`));
  makeOnce(installed, install);
  const folder = join(installed, digestOf(modules));
  makeOnce(folder, linkOwn);
  return folder;
}

function install(folder: string): void {
  for (const file of ["package.json", "package-lock.json"]) cpSync(join(source, file), join(folder, file));
  const options = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"];
  execFileSync("npm", options, { cwd: folder, stdio: "pipe", shell: process.platform === "win32" });
}

function linkOwn(folder: string): void {
  mkdirSync(join(folder, "node_modules"));
  for (const name of ["danfojs-node", "nodejs-polars"]) {
    symlinkSync(join(modules, name), join(folder, "node_modules", name), "junction");
  }
}

/** Creates a folder unless it exists, atomically: several test files may do so at once. */
function makeOnce(folder: string, make: (beside: string) => void): void {
  if (existsSync(folder)) return;
  const beside = `${folder}.${process.pid}`;
  mkdirSync(beside, { recursive: true });
  try {
    make(beside);
    renameSync(beside, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  } finally {
    rmSync(beside, { recursive: true, force: true });
  }
}

function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
