import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder } from "../../src/util/cache-folder.ts";

const modules = join(import.meta.dirname, "..", "..", "node_modules");
const source = join(import.meta.dirname, "packages");

/** A folder with the packages of `packages/package.json`, installed once for each of its lock files. */
export function installedPackages(): string {
  const hash = createHash("sha256")
    .update(readFileSync(join(source, "package-lock.json")))
    .update(process.platform)
    .update(modules);
  const folder = join(cacheFolder(), "test-values", hash.digest("hex").slice(0, 16));
  if (existsSync(folder)) return folder;
  const beside = `${folder}.${process.pid}`;
  mkdirSync(beside, { recursive: true });
  try {
    for (const file of ["package.json", "package-lock.json"]) cpSync(join(source, file), join(beside, file));
    const options = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"];
    execFileSync("npm", options, { cwd: beside, stdio: "pipe", shell: process.platform === "win32" });
    // The project's own packages.
    for (const name of ["danfojs-node", "nodejs-polars"]) {
      symlinkSync(join(modules, name), join(beside, "node_modules", name), "junction");
    }
    renameSync(beside, folder);
  } finally {
    rmSync(beside, { recursive: true, force: true });
  }
  return folder;
}
