import type { Node, Program } from "oxc-parser";
import { boundNames, unexported } from "../cell/syntax/ast.ts";
import { parseCell } from "../cell/syntax/parse.ts";
import { referencesIn } from "../cell/syntax/scope.ts";
import { isTooDeepToRun } from "../cell/syntax/nesting.ts";
import { member } from "../cell/runtime-interface.ts";
import type { Position } from "../cell/source-map.ts";
import { lineAndColumn } from "../cell/syntax/syntax-error.ts";
import { magicNamed } from "./list.ts";

/** A command to the kernel, with its continuation lines. Offsets count from the start of the cell. */
export type MagicLine = {
  /**
   * `shell` for `!command`, `?` or `??` for `x?` and `x??`, else the name after `%`, which may be that of no
   * command, and which begins with a `%` of its own for `%%name`, the whole of a cell.
   */
  readonly name: string;
  /** The rest of the line, after the name. */
  readonly argument: string;
  readonly start: number;
  readonly end: number;
  /** True when only blank lines, comments and other commands precede it: it runs before the cell's TypeScript. */
  readonly isLeading: boolean;
};

const NAME = String.raw`%?[\p{ID_Start}$_][\p{ID_Continue}$]*(?:\.[\p{ID_Start}$_][\p{ID_Continue}$]*)*`;
// `x?` and `?x`, with one or two question marks.
const QUESTION = new RegExp(`^[ \\t]*(?:(\\?\\??)(${NAME})|(${NAME})(\\?\\??))[ \\t;]*\\r?$`, "u");
// A backslash at the end of a line continues a shell command on the next.
const CANDIDATE =
  /^[ \t]*(?:%([A-Za-z]\w*)(?:[ \t]+(.*))?|!(?!function\b|async\b|[\s!=([{])((?:.*(?<!\\)(?:\\\\)*\\\r?\n)*.+)|(?:\?\??%?[\p{ID_Start}$_][^\s?]*|%?[\p{ID_Start}$_][^\s?]*\?\??)[ \t;]*\r?)$/gmu;

// Cells may replace these. They are read here once, because restoring them for every cell costs time.
const { apply } = Reflect;
const { exec } = RegExp.prototype;
const FIRST = /^[ \t]*(?:[%!]|\?\??[\w$%])|[\w$]\?\??[ \t;]*\r?$/m;

// Other kernels take such a cell whole; nothing of it is TypeScript.
const WHOLE = /^\s*%(%[A-Za-z!]\w*)[ \t]*/;

const GOING_ON = /(?<!\\)(?:\\\\)*\\\r?\n?$/;

/** True when the cell ends in a shell command that continues on the next line. */
export function endsInShell(source: string): boolean {
  const last = findMagics(source).at(-1);
  if (last?.name !== "shell") return false;
  return source.length - last.end <= 2 && GOING_ON.test(source.slice(last.start));
}

/** True when a line starts with `%` or `!`: a cheap test before the cell is parsed. */
export function mayHaveMagics(source: string): boolean {
  return apply(exec, FIRST, [source]) !== null;
}

/**
 * The commands of a cell: lines that start with `%name` or `!command`, at the top level. A line inside a
 * string, a comment, a block or an unfinished expression is TypeScript, as are `!function`, `!(` and `!!`.
 */
export function findMagics(source: string, isDeclared: (name: string) => boolean = () => false): MagicLine[] {
  const whole = WHOLE.exec(source);
  if (whole) {
    const [opening, name = ""] = whole;
    return [{ name, argument: source.slice(opening.length), start: 0, end: source.length, isLeading: true }];
  }
  const found: MagicLine[] = [];
  for (const match of source.matchAll(CANDIDATE)) {
    const [line] = match;
    const asked = QUESTION.exec(line);
    if (!asked && match[1] === undefined && match[3] === undefined) continue;
    const { name, argument, command } = asked ? questionOf(asked) : commandOf(match);
    const before = blanked(source.slice(0, match.index), found);
    const program = parsed(before);
    if (!program || (found.length === 0 && isModulo(source, name, before))) continue;
    if (name === "shell" && isNegation(line, program, isDeclared)) continue;
    if (asked && !argument.startsWith("%") && isConditional(source, found)) continue;
    found.push({
      name,
      argument: (command ?? argument).trim().replaceAll("\r\n", "\n"),
      start: match.index,
      end: match.index + line.length,
      isLeading: program.body.length === 0 && ![name, ...found.map((earlier) => earlier.name)].some(takesCode),
    });
  }
  return found;
}

/** The cell with its commands blanked out; the TypeScript keeps its place. */
export function withoutMagics(source: string): string {
  return blanked(source, findMagics(source));
}

/** The cell with its commands as calls. Leading commands are left out: they run before it. */
export function withMagicCalls(source: string, magics: readonly MagicLine[]): string {
  let code = "";
  let at = 0;
  for (const [index, magic] of magics.entries()) {
    code += source.slice(at, magic.start);
    if (!magic.isLeading) code += call(magic, index);
    code += source.slice(magic.start, magic.end).replaceAll(/[^\r\n]/g, "");
    at = magic.end;
  }
  return code + source.slice(at);
}

/** Maps a place in the result of `withMagicCalls` to the place in the cell. */
export function placeWithMagics(source: string, magics: readonly MagicLine[], at: Position): Position {
  const index = magics.findIndex(({ start, isLeading }) => !isLeading && lineAndColumn(source, start).line === at.line);
  const magic = magics[index];
  if (!magic) return at;
  const { start, end, argument } = magic;
  const text = source.slice(start, end).trimEnd();
  const offset = at.column - (callParts(magic, index)[0]?.length ?? 0);
  const isInArgument = takesCode(magic.name) && offset >= 0 && offset <= argument.length;
  const column = isInArgument ? text.length - argument.length + offset : text.length - text.trimStart().length;
  return { line: at.line, column };
}

function call(magic: MagicLine, index: number): string {
  return callParts(magic, index).join("");
}

// The second of the three strings is the user's own code.
function callParts({ name, argument }: MagicLine, index: number): readonly string[] {
  if (!takesCode(name) || argument === "") return [`await ${member("magic")}(${index});`];
  const isExpression = parsed(`(${argument}\n)`) !== undefined;
  const isAsync = /\bawait\b/.test(argument);
  const [opening, closing] = isExpression ? ["(", ")"] : ["{ ", " }"];
  return [`await ${member("magic")}(${index}, ${isAsync ? "async " : ""}() => ${opening}`, argument, `${closing});`];
}

function blanked(text: string, magics: readonly MagicLine[]): string {
  let code = text;
  for (const { start, end } of magics) {
    if (end > text.length) continue;
    code = code.slice(0, start) + code.slice(start, end).replaceAll(/[^\r\n]/g, " ") + code.slice(end);
  }
  return code;
}

// `a` on one line and `%b` on the next is a remainder.
function isModulo(source: string, name: string, before: string): boolean {
  const isKnown = name === "shell" || magicNamed(name) !== undefined;
  return !isKnown && before.trim() !== "" && parsed(source) !== undefined;
}

function parsed(text: string) {
  return isTooDeepToRun(text) ? undefined : parseCell(text)?.parsed.program;
}

type Parts = { readonly name: string; readonly argument: string; readonly command?: string | undefined };

function commandOf([, name = "shell", argument = "", command]: RegExpExecArray): Parts {
  return { name, argument, command };
}

function questionOf([, before, first, second, after]: RegExpExecArray): Parts {
  return { name: before ?? after ?? "?", argument: first ?? second ?? "" };
}

/** True for TypeScript with `x?` in it, as in the first line of `x ? a : b`. */
function isConditional(source: string, found: readonly MagicLine[]): boolean {
  const rest = blanked(source, found).replaceAll(/^[ \t]*[%!].*$/gm, (line) => " ".repeat(line.length));
  return parsed(rest) !== undefined;
}

/**
 * True when a line that starts with `!` is TypeScript: its names are all declared, above it in the cell or
 * by an earlier one. Any other word could be a program.
 */
function isNegation(line: string, before: Program, isDeclared: (name: string) => boolean): boolean {
  const body = parsed(line)?.body ?? [];
  const [statement] = body;
  if (body.length !== 1 || statement?.type !== "ExpressionStatement") return false;
  const names = referencesIn(body).map(({ name }) => name);
  const own = new Set(before.body.map(unexported).flatMap(namesOf));
  return names.length > 0 && names.every((name) => own.has(name) || isDeclared(name));
}

function namesOf(statement: Node): string[] {
  switch (statement.type) {
    case "VariableDeclaration":
      return statement.declarations.flatMap(({ id }) => boundNames(id));
    case "FunctionDeclaration":
    case "ClassDeclaration":
      return statement.id ? [statement.id.name] : [];
    case "ImportDeclaration":
      return statement.specifiers.map(({ local }) => local.name);
    default:
      return [];
  }
}

function takesCode(name: string): boolean {
  return magicNamed(name)?.takesCode === true;
}
