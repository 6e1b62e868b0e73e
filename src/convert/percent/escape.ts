import { magicNamed } from "../../kernel/magic/list.ts";
import { findMagics, type MagicLine } from "../../kernel/magic/lines/magic-lines.ts";

// A comment that, with one `// ` less, would be a command to the kernel.
const COMMENTED_MAGIC = /^[ \t]*(?:\/\/ ?)+(?:%{1,3}[A-Za-z]|!(?!function\b|async\b|[\s!=([{]).)/;

// A comment that is a command to the kernel in a cell written by hand, if its name is known.
const COMMAND_BY_HAND = /^[ \t]*\/\/ ?(%%?)([A-Za-z]\w*)/;

// A shell command continues after a line that ends with a backslash.
const GOING_ON = /(?<!\\)(?:\\\\)*\\\r?$/;

/** A comment that starts a cell, or would with one `// ` less. */
const COMMENTED_MARKER = /^[ \t]*(?:\/\/[ \t]*)+(?:%%(?:%*[ \t]|%*$)|(?:<codecell>|In\[[0-9 ]*\]:?)\s*$)/;

/** A comment that, with one `// ` less, would be a question to the kernel, such as `x?`. */
const COMMENTED_QUESTION =
  /^[ \t]*(?:\/\/ ?)+(?:\?\??%?[\p{ID_Start}$_][^\s?]*|%?[\p{ID_Start}$_][^\s?]*\?\??)[ \t;]*\r?$/u;

/** The parts of a cell that are not TypeScript: lines with commands, lines with questions, or the whole cell. */
export type Foreign = "commands" | "questions" | "whole";

/** The kind of lines that a cell's comments hold; in a cell written by hand, where none are escaped, known commands. */
export type Escaped = Exclude<Foreign, "whole"> | "by hand";

export function foreignIn(source: string): Foreign {
  const magics = findMagics(source);
  const names = magics.map(({ name }) => name);
  if (magics.some(({ name, end }) => name.startsWith("%") && end === source.length)) return "whole";
  return names.some((name) => name.startsWith("?")) ? "questions" : "commands";
}

/**
 * A cell's code as TypeScript: commands to the kernel become comments, and comments that look like them get one more
 * `// `. Code that declares the same names precedes the comments of `x = !command` and `%time CODE`.
 *
 * @param isDeclared true if an earlier cell declares the name.
 */
export function escapeCode(source: string, foreign: Foreign, isDeclared: (name: string) => boolean): string {
  const commanded = linesOfMagics(source, isDeclared);
  return source
    .split("\n")
    .map((line, index) => {
      const start = commanded.get(index);
      if (start === "goes on") return escapeMarker(`// ${line}`);
      if (typeof start === "object") return `${start.code} // ${line}`;
      return start === "starts" || isCommented(line, foreign) ? deeper(line) : escapeMarker(line);
    })
    .join("\n");
}

/** The code of a cell that `escapeCode` escaped, or of one written by hand. */
export function unescapeCode(text: string, escaped: Escaped): string {
  let goesOn = false;
  return text
    .split("\n")
    .map((line) => {
      if (goesOn && line.startsWith("// ")) {
        const continued = unescapeMarker(line).slice(3);
        goesOn = GOING_ON.test(continued);
        return continued;
      }
      goesOn = false;
      const command = commandBehindCode(line);
      if (command !== undefined) return command;
      const isForeign = escaped === "by hand" ? isCommandByHand(line) : isCommented(line, escaped);
      if (!isForeign) return unescapeMarker(line);
      const original = shallower(line);
      goesOn = original.trimStart().startsWith("!") && GOING_ON.test(original);
      return original;
    })
    .join("\n");
}

// Many comments end in a question mark; they can be questions only in cells that ask some.
function isCommented(line: string, foreign: Foreign): boolean {
  return COMMENTED_MAGIC.test(line) || (foreign === "questions" && COMMENTED_QUESTION.test(line));
}

function isCommandByHand(line: string): boolean {
  const [, sign = "", name = ""] = COMMAND_BY_HAND.exec(line) ?? [];
  const magic = magicNamed(name);
  return magic !== undefined && (sign === "%" || magic.wholeCell === "code");
}

/** The line, with one more `// ` if it is a comment that would start a cell. */
export function escapeMarker(line: string): string {
  return COMMENTED_MARKER.test(line) ? deeper(line) : line;
}

/** The line that `escapeMarker` was given. */
export function unescapeMarker(line: string): string {
  return COMMENTED_MARKER.test(line) && /^[ \t]*\/\/[ \t]*\/\//.test(line) ? shallower(line) : line;
}

function deeper(line: string): string {
  return line.replace(/^[ \t]*/, (indent) => `${indent}// `);
}

function shallower(line: string): string {
  return line.replace(/^([ \t]*)\/\/ ?/, "$1");
}

type CommandLine = "starts" | "goes on" | { readonly code: string };

/** The code with the meaning of a command, as far as names and types go. */
function codeOf({ name, argument, capture }: MagicLine): string | undefined {
  if (capture) return `${capture.code}[] as string[];`;
  return name === "time" && argument !== "" ? `${argument};` : undefined;
}

/** The command whose code stands before it in a line. */
function commandBehindCode(line: string): string | undefined {
  for (const { index } of line.matchAll(/; \/\/ /g)) {
    const command = line.slice(index + 5);
    const [magic] = findMagics(command, () => false);
    if (magic && codeOf(magic) === line.slice(0, index + 1)) return command;
  }
  return undefined;
}

/** The lines of a cell's commands to the kernel, and the lines on which such a command continues. */
function linesOfMagics(source: string, isDeclared: (name: string) => boolean): ReadonlyMap<number, CommandLine> {
  const lines = new Map<number, CommandLine>();
  for (const magic of findMagics(source, isDeclared)) {
    const { start, end } = magic;
    const first = source.slice(0, start).split("\n").length - 1;
    const code = codeOf(magic);
    if (code !== undefined) {
      lines.set(first, { code });
      continue;
    }
    const count = source.slice(start, end).split("\n").length;
    for (let index = 0; index < count; index++) lines.set(first + index, index === 0 ? "starts" : "goes on");
  }
  return lines;
}

// JavaScript ends a line, and with it a comment, at these characters too; lists of lines do not.
const LINE_ENDS = /[\r\u2028\u2029]/;

/** True for text that a comment cannot hold as it is. */
export function endsComments(text: string): boolean {
  return LINE_ENDS.test(text);
}

/** The text with escapes as in JSON, so that a comment can hold it. */
export function escapeText(text: string): string {
  return text
    .replaceAll("\\", "\\\\")
    .replaceAll("\r", "\\r")
    .replaceAll("\u2028", "\\u2028")
    .replaceAll("\u2029", "\\u2029");
}

/** The text that `escapeText` escaped. */
export function unescapeText(text: string): string {
  const meant: Readonly<Record<string, string>> = {
    "\\\\": "\\",
    "\\r": "\r",
    "\\u2028": "\u2028",
    "\\u2029": "\u2029",
  };
  return text.replaceAll(/\\(?:\\|r|u202[89])/g, (escape) => meant[escape] ?? escape);
}
