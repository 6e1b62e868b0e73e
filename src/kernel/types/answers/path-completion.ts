import type { Dirent } from "node:fs";
import { readdir } from "node:fs/promises";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import type { Completions } from "../service-interface.ts";

// The start of a path in a string: "../", "../../", "~/", "/" or "C:\".
const PATH = /["'`]((?:\.{0,2}|~|[A-Za-z]:)[\\/](?:[^"'`\n]*[\\/])?)([^"'`\\/\n]*)$/;
const MOST = 500;

/** The files that complete a path in a string; undefined when there are none. */
export async function fileCompletions(
  code: string,
  offset: number,
  directory: string,
): Promise<Completions | undefined> {
  const line = code.slice(code.lastIndexOf("\n", offset - 1) + 1, offset);
  const [, folder, name = ""] = PATH.exec(line) ?? [];
  if (folder === undefined) return undefined;
  const entries = await entriesOf(
    folder.startsWith("~") ? join(homedir(), folder.slice(1)) : resolve(directory, folder),
  );
  const items = entries
    .filter((entry) => entry.name.startsWith(name) && (name !== "" || !entry.name.startsWith(".")))
    .slice(0, MOST)
    .map((entry) =>
      entry.isDirectory() ? { text: `${entry.name}/`, kind: "folder" } : { text: entry.name, kind: "file" },
    );
  return items.length > 0 ? { start: offset - name.length, end: offset, items } : undefined;
}

async function entriesOf(folder: string): Promise<Dirent[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return [];
  }
}
