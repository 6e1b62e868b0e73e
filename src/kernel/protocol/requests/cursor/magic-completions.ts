import { isTooDeep } from "../../../cell/syntax/nesting.ts";
import { findMagics } from "../../../magic/lines/magic-lines.ts";
import { MAGICS, magicNamed } from "../../../magic/list.ts";
import type { Completion } from "../../../types/service-interface.ts";

/** The part of a command line that a cursor is in. */
export type CommandPart =
  /** The name after `%`, as typed so far. */
  | { readonly type: "name"; readonly typed: string }
  /** The argument after `%name`, as typed so far. */
  | { readonly type: "argument"; readonly name: string; readonly typed: string }
  /** TypeScript; `cell` is the whole cell, with blanks in place of the rest of this line. */
  | { readonly type: "code"; readonly cell: string }
  | { readonly type: "shell" };

const COMMAND = /^[ \t]*(?:%(%?\w*)(?:[ \t]+(.*))?|!.*)$/;

/** The part of a command at an offset of a cell; undefined outside of commands. */
export function commandPartAt(code: string, offset: number): CommandPart | undefined {
  const before = code.slice(0, offset);
  if (before.includes("\\\n") && isInShell(before)) return { type: "shell" };
  const lineStart = before.lastIndexOf("\n") + 1;
  const line = before.slice(lineStart);
  const match = COMMAND.exec(line);
  if (!match || isTooDeep(before)) return undefined;
  const [, name, argument] = match;
  if (!isCommand(before.slice(0, lineStart), line, name)) return undefined;
  if (name === undefined) return { type: "shell" };
  if (argument === undefined) return { type: "name", typed: name };
  const magic = magicNamed(name.replace(/^%/, ""));
  if (magic?.takesFiles === true) return { type: "shell" };
  if (magic?.takesCode !== true || name.startsWith("%")) return { type: "argument", name, typed: argument };
  const start = offset - argument.length;
  return { type: "code", cell: code.slice(0, lineStart) + " ".repeat(start - lineStart) + code.slice(start) };
}

// A shell command may continue over several lines.
function isInShell(before: string): boolean {
  const last = isTooDeep(before) ? undefined : findMagics(before).at(-1);
  return last?.name === "shell" && last.end === before.length;
}

// A line inside a string or a block is not a command, nor is `%%name` below other lines. A partly typed name counts if
// it can become one.
function isCommand(earlier: string, line: string, name: string | undefined): boolean {
  if (name?.startsWith("%") === true && earlier.trim() !== "") return false;
  const begun = name !== undefined && line.trimStart() === `%${name}` && commandNames(name).length > 0;
  const whole = begun ? "%help" : line.trim() === "!" ? "!x" : line;
  return findMagics(earlier + whole).some(({ start }) => start === earlier.length);
}

function commandNames(typed: string): Completion[] {
  const all = MAGICS.flatMap(({ name, wholeCell, isWholeOnly }) => [
    ...(isWholeOnly === true ? [] : [name]),
    ...(wholeCell === undefined ? [] : [`%${name}`]),
  ]);
  const names = all.filter((name) => name.startsWith(typed));
  return names.toSorted().map((text) => ({ text, kind: "magic" }));
}

/** Completions for a part of a command, and the text typed so far. */
export function commandCompletions(part: CommandPart): { readonly typed: string; readonly items: Completion[] } {
  if (part.type === "name") return { typed: part.typed, items: commandNames(part.typed) };
  if (part.type !== "argument") return { typed: "", items: [] };
  const { typed, name } = part;
  const words = magicNamed(name)?.words?.filter((word) => word.startsWith(typed)) ?? [];
  return { typed: words.length > 0 ? typed : "", items: words.map((text) => ({ text, kind: "value" })) };
}
