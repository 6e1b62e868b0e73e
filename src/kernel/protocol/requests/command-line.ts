import { isTooDeep } from "../../cell/nesting.ts";
import { findMagics } from "../../magic/lines.ts";
import { MAGICS, magicNamed } from "../../magic/list.ts";
import type { Completion } from "../../types/service-interface.ts";

/** What a cursor is at on a line that is a command to the kernel. */
export type CommandPart =
  /** The name after `%`, as far as it is typed. */
  | { readonly type: "name"; readonly typed: string }
  /** What follows `%name`, as far as it is typed. */
  | { readonly type: "argument"; readonly name: string; readonly typed: string }
  /** TypeScript; `cell` is all of it, with what is not TypeScript on this line as blanks. */
  | { readonly type: "code"; readonly cell: string }
  | { readonly type: "shell" };

const COMMAND = /^[ \t]*(?:%(\w*)(?:[ \t]+(.*))?|!.*)$/;

/** The part of a command that an offset of a cell is in. */
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
  if (magicNamed(name)?.takesCode !== true) return { type: "argument", name, typed: argument };
  const start = offset - argument.length;
  return { type: "code", cell: code.slice(0, lineStart) + " ".repeat(start - lineStart) + code.slice(start) };
}

// A shell command may go on over lines.
function isInShell(before: string): boolean {
  const last = isTooDeep(before) ? undefined : findMagics(before).at(-1);
  return last?.name === "shell" && last.end === before.length;
}

// A line in a text or a block is none; what is only begun is taken for what it can become.
function isCommand(earlier: string, line: string, name: string | undefined): boolean {
  const begun = name !== undefined && line.trimStart() === `%${name}` && commandNames(name).length > 0;
  const whole = begun ? "%help" : line.trim() === "!" ? "!x" : line;
  return findMagics(earlier + whole).some(({ start }) => start === earlier.length);
}

function commandNames(typed: string): Completion[] {
  const names = MAGICS.map(({ name }) => name).filter((name) => name.startsWith(typed));
  return names.toSorted().map((text) => ({ text, kind: "magic" }));
}

/** What may stand for a part of a command, and how much of it is typed already. */
export function commandCompletions(part: CommandPart): { readonly typed: string; readonly items: Completion[] } {
  if (part.type === "name") return { typed: part.typed, items: commandNames(part.typed) };
  if (part.type !== "argument") return { typed: "", items: [] };
  const { typed, name } = part;
  const words = magicNamed(name)?.words?.filter((word) => word.startsWith(typed)) ?? [];
  return { typed: words.length > 0 ? typed : "", items: words.map((text) => ({ text, kind: "value" })) };
}
