import type { Dirent } from "node:fs";
import { readdir } from "node:fs/promises";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import type { Completions } from "../service-interface.ts";

// The start of a path in a string: "../", "../../", "~/", "/" or "C:\".
const PATH = /["'`]((?:\.{0,2}|~|[A-Za-z]:)[\\/](?:[^"'`\n]*[\\/])?)([^"'`\\/\n]*)$/;
// The start of a path, with or without a folder, in a call that seems to take a file, such as `readCSV("`.
const NAME =
  /(?:csv|exists|file|json|load|open|parquet|path|read|save|scan|stat|write)\w*\s*\(\s*["'`]((?:[^"'`\n]*[\\/])?)([^"'`\\/\n]*)$/i;
// The last word of a command.
const WORD = /(?:^|[\s=<>|;&!])["']?((?:[^\s"'=<>|;&!]*[\\/])?)([^\s"'\\/=<>|;&!]*)$/;
const MOST_FILES = 500;

/** The files that complete a path in a string; undefined when there are none. */
export function fileCompletions(code: string, offset: number, directory: string): Promise<Completions | undefined> {
  const line = lineBefore(code, offset);
  return completed(PATH.exec(line) ?? NAME.exec(line), offset, directory);
}

/** The files that complete the last word of a command; undefined when there are none. */
export function wordCompletions(code: string, offset: number, directory: string): Promise<Completions | undefined> {
  return completed(WORD.exec(lineBefore(code, offset)), offset, directory);
}

function lineBefore(code: string, offset: number): string {
  return code.slice(code.lastIndexOf("\n", offset - 1) + 1, offset);
}

async function completed(
  found: RegExpExecArray | null,
  offset: number,
  directory: string,
): Promise<Completions | undefined> {
  const [, folder, name = ""] = found ?? [];
  if (folder === undefined) return undefined;
  const entries = await entriesOf(
    folder.startsWith("~") ? join(homedir(), folder.slice(1)) : resolve(directory, folder),
  );
  const items = entries
    .filter((entry) => entry.name.startsWith(name) && (name !== "" || !entry.name.startsWith(".")))
    .slice(0, MOST_FILES)
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
