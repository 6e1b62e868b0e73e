import { createHash } from "node:crypto";
import { closeSync, openSync, readdirSync, readSync, type Stats, statSync } from "node:fs";
import { join, relative } from "node:path";
import { slashed } from "../../util/files/slashed.ts";

/** The SHA-256 of some content, in hexadecimal. */
export function digestOf(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

/** The file system's facts about a path; undefined when it does not exist or cannot be reached. */
export function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    // The path leads through a file, is too long, or is closed to this user: code cannot read it either.
    return undefined;
  }
}

const UNREADABLE = "unreadable";

/** The SHA-256 of a file's content, or of all files in a folder; undefined when there is neither. */
export function digestOfPath(path: string): string | undefined {
  const stats = statOf(path);
  if (stats?.isFile()) return digestOfFile(path);
  return stats?.isDirectory() ? digestOfFolder(path) : undefined;
}

const CHUNK_BYTES = 1 << 20;

function digestOfFile(path: string): string {
  try {
    const file = openSync(path, "r");
    try {
      const hash = createHash("sha256");
      const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
      for (let length = readSync(file, chunk); length > 0; length = readSync(file, chunk)) {
        hash.update(chunk.subarray(0, length));
      }
      return hash.digest("hex");
    } finally {
      closeSync(file);
    }
  } catch {
    // Code that reads the file meets the same error.
    return UNREADABLE;
  }
}

/** The files in a folder and its subfolders, without `node_modules` and hidden folders. */
export function filesBelow(folder: string): readonly string[] {
  return entriesOf(folder).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isFile()) return [path];
    const isSkipped = entry.name === "node_modules" || entry.name.startsWith(".");
    return entry.isDirectory() && !isSkipped ? filesBelow(path) : [];
  });
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true }).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    // Code that lists the folder meets the same error.
    return [];
  }
}

function digestOfFolder(folder: string): string {
  return digestOfFiles(filesBelow(folder), folder);
}

/** The most files whose contents are read for a digest, whatever their size. */
export const MOST_FILES = 500;
/** The most bytes that are read of more files: as many as `--sync` uploads by default. */
const MOST_BYTES = 100e6;

/**
 * The SHA-256 of some files together; when there is too much to read, their sizes and times must do, which differ after
 * each upload or checkout. Their paths count from the folder, which may be another one in each run.
 */
export function digestOfFiles(files: readonly string[], folder: string): string {
  const named = files.map((file) => [slashed(relative(folder, file)), file] as const);
  const stats = files.length <= MOST_FILES ? [] : files.map(statOf);
  const bytes = stats.reduce((sum, each) => sum + (each?.size ?? 0), 0);
  const lines = named.map(([name, file], index) =>
    bytes <= MOST_BYTES ? [name, digestOfFile(file)] : [name, stats[index]?.size, stats[index]?.mtimeMs],
  );
  return digestOf(JSON.stringify(lines));
}
