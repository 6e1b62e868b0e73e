import { readdir } from "node:fs/promises";
import { delimiter } from "node:path";
import type { Completions } from "../../../types/service-interface.ts";

// The first word after the `!`.
const PROGRAM = /^[ \t]*!([\w.+-]+)$/;
const ENDINGS = /\.(?:exe|cmd|bat|com)$/i;
const MOST_PROGRAMS = 200;

/** The system's programs that complete the first word of a shell command; undefined without any. */
export async function programNames(code: string, offset: number): Promise<Completions | undefined> {
  const line = code.slice(code.lastIndexOf("\n", offset - 1) + 1, offset);
  const [, typed] = PROGRAM.exec(line) ?? [];
  if (typed === undefined) return undefined;
  const folders = (process.env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  const lists = await Promise.all([...new Set(folders)].map((folder) => readdir(folder).catch(() => [])));
  const isWindows = process.platform === "win32";
  const names = lists.flat().flatMap((name) => {
    if (isWindows && !ENDINGS.test(name)) return [];
    const program = isWindows ? name.replace(ENDINGS, "") : name;
    return program.startsWith(typed) ? [program] : [];
  });
  if (names.length === 0) return undefined;
  const items = [...new Set(names)].toSorted().slice(0, MOST_PROGRAMS);
  return { start: offset - typed.length, end: offset, items: items.map((text) => ({ text, kind: "program" })) };
}
