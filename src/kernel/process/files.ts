import { readFileSync, statSync } from "node:fs";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";

const GUESSED = [".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs", ".json"];

const WRITTEN_AS: { readonly [extension: string]: readonly string[] } = {
  ".js": [".ts", ".tsx", ".jsx"],
  ".jsx": [".tsx"],
  ".mjs": [".mts"],
  ".cjs": [".cts"],
};

/** The file that a path in an import stands for, as TypeScript finds it. */
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

/** What the package.json of a folder names as its file; undefined when it names none but the folder. */
function mainOf(folder: string): string | undefined {
  const manifest = join(folder, "package.json");
  if (!isFile(manifest)) return undefined;
  try {
    const content: unknown = JSON.parse(readFileSync(manifest, "utf8"));
    const main = typeof content === "object" && content !== null && "main" in content ? content.main : undefined;
    return typeof main === "string" && join(folder, main, ".") !== join(folder, ".") ? main : undefined;
  } catch {
    // Node says what is wrong with it.
    return undefined;
  }
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

/** Whether Node needs help to run this file. */
export function isTypeScript(path: string): boolean {
  return /\.([cm]?ts|tsx|jsx)$/.test(path);
}

/** Whether a file belongs to a package that somebody else wrote. */
export function isInstalled(path: string): boolean {
  return /[\\/]node_modules[\\/]/.test(path);
}

/** The path of a file's URL, without the version that the kernel gives to edited files. */
export function pathOf(url: string): string {
  const bare = new URL(url);
  bare.search = "";
  bare.hash = "";
  return fileURLToPath(bare);
}

/** What changes when a file is edited; empty while there is none. */
export function signatureOf(path: string): string {
  const stats = statSync(path, { throwIfNoEntry: false, bigint: true });
  return stats?.isFile() ? `${stats.mtimeNs} ${stats.size} ${stats.ino}` : "";
}
