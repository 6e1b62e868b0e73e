import { readFileSync, statSync } from "node:fs";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { CodeLanguage } from "../../notebook/code-language.ts";

const GUESSED = [".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs", ".json"];

const WRITTEN_AS: { readonly [extension: string]: readonly string[] } = {
  ".js": [".ts", ".tsx", ".jsx"],
  ".jsx": [".tsx"],
  ".mjs": [".mts"],
  ".cjs": [".cts"],
};

/** Resolves a path in an import to a file by TypeScript's rules; undefined when there is none. */
export function findFile(path: string): string | undefined {
  if (isFile(path)) return path;
  const extension = extname(path);
  const stem = path.slice(0, path.length - extension.length);
  for (const other of WRITTEN_AS[extension] ?? []) if (isFile(stem + other)) return stem + other;
  for (const guessed of GUESSED) if (isFile(path + guessed)) return path + guessed;
  const main = mainOf(path);
  if (main !== undefined) return findFile(join(path, main));
  for (const guessed of GUESSED) {
    const index = join(path, `index${guessed}`);
    if (isFile(index)) return index;
  }
  return undefined;
}

/** The `main` of a folder's package.json; undefined when it is missing or names the folder itself. */
function mainOf(folder: string): string | undefined {
  const manifest = join(folder, "package.json");
  if (!isFile(manifest)) return undefined;
  try {
    const content: unknown = JSON.parse(readFileSync(manifest, "utf8"));
    const main = typeof content === "object" && content !== null && "main" in content ? content.main : undefined;
    return typeof main === "string" && join(folder, main, ".") !== join(folder, ".") ? main : undefined;
  } catch {
    // Node reports the invalid manifest.
    return undefined;
  }
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

/** The language of a source file, from its extension. */
export function spokenIn(path: string): CodeLanguage {
  return /\.[cm]?jsx?$/i.test(path) ? "javascript" : "typescript";
}

/** True when Node cannot run this file by itself. */
export function isTypeScript(path: string): boolean {
  return /\.([cm]?ts|tsx|jsx)$/.test(path);
}

/** True for a notebook's file. */
export function isNotebook(path: string): boolean {
  return path.endsWith(".ipynb");
}

/** True when the file belongs to an installed package. */
export function isInstalled(path: string): boolean {
  return /[\\/]node_modules[\\/]/.test(path);
}

/** The path of a file URL, without the version that the kernel adds for edited files. */
export function pathOf(url: string): string {
  const bare = new URL(url);
  bare.search = "";
  bare.hash = "";
  return fileURLToPath(bare);
}

/** A string that changes when the file is edited: its modification time, size and inode. Empty without a file. */
export function fileSignature(path: string): string {
  const stats = statSync(path, { throwIfNoEntry: false, bigint: true });
  return stats?.isFile() ? `${stats.mtimeNs} ${stats.size} ${stats.ino}` : "";
}
