import { existsSync } from "node:fs";
import { join } from "node:path";

const MODULE = /cannot (?:find|resolve) (?:module|package) ['"]([^'"\n]+)['"]|No module named '([^'\n]+)'/gi;
const ENDINGS = ["", ".ts", ".mts", ".js", ".mjs", ".cjs", ".json", ".py", "/index.ts", "/index.js"];

/**
 * Explains errors of cells on a server that import a file which exists only next to the notebook on this machine.
 *
 * @param folder the notebook's folder.
 * @param isSynced true when the folder was uploaded to the server.
 * @returns a function that gives advice about such an error, and undefined for other errors.
 */
export function missingHelper(folder: string, isSynced: boolean): (error: string) => string | undefined {
  return (error) => {
    for (const [, specifier, python] of error.matchAll(MODULE)) {
      const name = specifier ?? python?.replaceAll(".", "/");
      if (name === undefined) continue;
      // Node.js names the file by its path on the server.
      const tail = /^\.\.?[/\\]/.test(name) || python !== undefined ? name : /[/\\]([^/\\]+)$/.exec(name)?.[1];
      if (tail === undefined || !ENDINGS.some((ending) => existsSync(join(folder, `${tail}${ending}`)))) continue;
      return isSynced
        ? `${tail} exists here but not where the kernel works: --sync skips files above the notebook's folder, hidden ones, and those that a .gitignore excludes`
        : `${tail} exists here but not in the kernel's folder on the server; upload the notebook's folder with --sync, or put the file there`;
    }
    return undefined;
  };
}
