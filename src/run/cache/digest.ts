import { createHash } from "node:crypto";
import { closeSync, openSync, readdirSync, readSync, type Stats, statSync } from "node:fs";
import { join } from "node:path";

/** The SHA-256 of some content. */
export function digestOf(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

/** The digest of a path; undefined when nothing is there, or nothing readable. */
export function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    // The path leads through a file, is too long, or closed to this user: code cannot read it either.
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
    // Code that reads it meets the same error.
    return UNREADABLE;
  }
}

/** The files in a folder and below, without installed packages and hidden folders. */
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
    // Code that lists it meets the same error.
    return [];
  }
}

const MOST_FILES = 500;

// The times of files tell enough where there are too many to read.
function digestOfFolder(folder: string): string {
  const files = filesBelow(folder);
  const lines = files.map((file) => {
    if (files.length <= MOST_FILES) return [file, digestOfFile(file)];
    const stats = statOf(file);
    return [file, stats?.size, stats?.mtimeMs];
  });
  return digestOf(JSON.stringify(lines));
}
