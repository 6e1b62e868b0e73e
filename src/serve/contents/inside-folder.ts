import { lstat, realpath } from "node:fs/promises";
import { basename, join, sep } from "node:path";
import { RequestError } from "../http/request-error.ts";

/**
 * The absolute path of the file that a path of the contents API stands for; the file need not exist.
 *
 * @param root the folder that is served, without symbolic links in its own path.
 * @throws {RequestError} when it is outside the folder, even through a symbolic link, or hidden.
 */
export async function insideFolder(root: string, path: string): Promise<string> {
  const parts = path.split("/").filter((part) => part !== "");
  if (parts.some(isForbidden)) throw notThere(path);
  const real = await realOf(root, parts);
  const isInside = real === root || real.startsWith(root.endsWith(sep) ? root : root + sep);
  if (!isInside) throw notThere(path);
  return real;
}

/** The error for a file that is missing, outside or hidden: the three look the same. */
export function notThere(path: string): RequestError {
  return new RequestError(404, `No such file or directory: ${path}`);
}

// Backslashes and colons mean folders, drives and streams on Windows.
const UNSAFE = process.platform === "win32" ? /[\\:\0]/ : /\0/;

function isForbidden(part: string): boolean {
  return part.startsWith(".") || UNSAFE.test(part);
}

/** The path of parts below a folder without symbolic links, up to where it exists. */
async function realOf(root: string, parts: readonly string[]): Promise<string> {
  const whole = await realPath(join(root, ...parts));
  if (whole !== undefined) return whole;
  let above = root;
  for (const [index, part] of parts.entries()) {
    const next = await realPath(join(above, part));
    if (next === undefined) return join(above, ...parts.slice(index));
    above = next;
  }
  return above;
}

/** The path without symbolic links; undefined when it does not exist. */
async function realPath(path: string): Promise<string | undefined> {
  try {
    return await realpath(path);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code !== "ENOENT" && code !== "ENOTDIR") throw notThere(basename(path));
    // A symbolic link whose target does not exist yet: writing to it would create the target.
    if (await lstat(path).catch(() => undefined)) throw notThere(basename(path));
    return undefined;
  }
}
