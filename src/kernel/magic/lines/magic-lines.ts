import type { Node, Program } from "oxc-parser";
import { boundNames, unexported } from "../../cell/syntax/ast.ts";
import { parseCell } from "../../cell/syntax/parse.ts";
import { referencesIn } from "../../cell/syntax/scope.ts";
import { isTooDeepToRun } from "../../cell/syntax/nesting.ts";
import { member } from "../../cell/runtime-interface.ts";
import type { Position } from "../../cell/source-map.ts";
import { lineAndColumn } from "../../cell/syntax/syntax-error.ts";
import { CAPTURE, type Capture, captureIn, LINES_VALUE } from "./captured-lines.ts";
import { magicNamed } from "../list.ts";
import { finishedBelow, isUnfinished } from "./unfinished-line.ts";

/** A command to the kernel, with its continuation lines. Offsets count from the start of the cell. */
export type MagicLine = {
  /**
   * `shell` for `!command` and `x = !command`, `?` or `??` for `x?` and `x??`, else the word after `%`, even if no such
   * command exists. For `%%name`, which applies to the whole cell, it is `%name`.
   */
  readonly name: string;
  /** The rest of the line, after the name. */
  readonly argument: string;
  /** The lines below `%%name`, where they are not TypeScript. */
  readonly body?: string;
  /** The variable for the lines of the output in `x = !command`. */
  readonly capture?: Capture;
  readonly start: number;
  readonly end: number;
  /** True when only blank lines, comments and other commands precede it: it runs before the cell's TypeScript. */
  readonly isLeading: boolean;
  /** True for `%%name` below other lines, which is an error; its body is the rest of the cell. */
  readonly isLate?: boolean;
};

const NAME = String.raw`%?[\p{ID_Start}$_][\p{ID_Continue}$]*(?:\.[\p{ID_Start}$_][\p{ID_Continue}$]*)*`;
// `x?` and `?x`, with one or two question marks.
const QUESTION = new RegExp(`^[ \\t]*(?:(\\?\\??)(${NAME})|(${NAME})(\\?\\??))[ \\t;]*\\r?$`, "u");
// A backslash at the end of a line continues a shell command on the next.
const CANDIDATE =
  /^[ \t]*(?:%(%?[A-Za-z]\w*)(?:[ \t]+(.*))?|![ \t]*(?!function\b|async\b|[\s!=([{])((?:.*(?<!\\)(?:\\\\)*\\\r?\n)*.+)|(?:\?\??%?[\p{ID_Start}$_][^\s?]*|%?[\p{ID_Start}$_][^\s?]*\?\??)[ \t;]*\r?)$/gmu;

// Cells may replace these. They are read here once, because restoring them for every cell costs time.
const { apply } = Reflect;
const { exec } = RegExp.prototype;
const FIRST = /^[ \t]*(?:[%!]|\?\??[\w$%])|[\w$]\?\??[ \t;]*\r?$|=[ \t]*![\w./~"']/m;

// All lines of such a cell belong to the command.
const WHOLE = /^\s*%(%[A-Za-z!]\w*)[ \t]*(.*)/;

// The first name in a negation, unless a keyword comes first.
const NEGATED =
  /^\s*!\s*(?!(?:await|class|delete|false|import|new|null|this|true|typeof|void)\b)([\p{ID_Start}$_][\p{ID_Continue}$]*)/u;

const GOING_ON = /(?<!\\)(?:\\\\)*\\\r?\n?$/;

/** True when the cell ends in a shell command that continues on the next line. */
export function endsInShell(source: string): boolean {
  const last = findMagics(source).at(-1);
  if (last?.name !== "shell") return false;
  return source.length - last.end <= 2 && GOING_ON.test(source.slice(last.start));
}

/** True when a line looks like a command: a cheap test before the cell is parsed. */
export function mayHaveMagics(source: string): boolean {
  return apply(exec, FIRST, [source]) !== null;
}

/**
 * The commands of a cell: lines such as `%name`, `!command`, `x = !command`, `x?` and `?x` at the top level. A line
 * inside a string, a comment, a block or an unfinished expression is TypeScript, as are `!function`, `!(` and `!!`.
 */
export function findMagics(source: string, isDeclared?: (name: string) => boolean): MagicLine[] {
  const found: MagicLine[] = [];
  const whole = WHOLE.exec(source);
  if (whole) {
    const [opening, name = "", argument = ""] = whole;
    const hasCode = magicNamed(name.slice(1))?.wholeCell === "code";
    const end = hasCode ? opening.length : source.length;
    const body = source.slice(opening.length, end).replace(/^\r?\n/, "");
    found.push({ name, argument: argument.trim(), body, start: 0, end, isLeading: true });
    if (!hasCode) return found;
  }
  const candidates = [...source.matchAll(CANDIDATE), ...source.matchAll(CAPTURE)];
  for (const match of candidates.toSorted((one, other) => one.index - other.index)) {
    const [line] = match;
    if (match.index < (found.at(-1)?.end ?? 0)) continue;
    const assigned = match.groups;
    if (assigned) {
      const program = parsed(blanked(source.slice(0, match.index), found));
      const isOwn = (name: string): boolean => isMentioned(name, source, match.index, line);
      const capture = program && captureIn(assigned, line, { declared: namesOfAll(program), isDeclared, isOwn });
      if (!capture) continue;
      const place = { start: match.index, end: match.index + line.length, isLeading: false };
      found.push({ name: "shell", argument: (assigned["command"] ?? "").trim(), capture, ...place });
      continue;
    }
    const asked = QUESTION.exec(line);
    if (!asked && match[1] === undefined && match[3] === undefined) continue;
    const { name, argument, command } = asked ? questionOf(asked) : commandOf(match);
    const before = blanked(source.slice(0, match.index), found);
    const program = parsed(before);
    if (program && !asked && name.startsWith("%")) {
      const { index: start } = match;
      const body = source.slice(start + line.length).replace(/^\r?\n/, "");
      const place = { start, end: source.length, isLeading: true, isLate: true };
      return [...found, { name, argument: argument.trim(), body, ...place }];
    }
    if (!program || (found.length === 0 && isModulo(source, name, before))) continue;
    const own = namesOfAll(program);
    const isOwn = (one: string): boolean => own.has(one) || isDeclared?.(one) === true;
    if (name === "shell" && isNegation(match, source, isOwn)) continue;
    if (/^\s*![ \t]/.test(line) && isSpacedNegation(match, source, found)) continue;
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

/**
 * The cell with its commands blanked out; the TypeScript keeps its place. The code of `%time` stays, and the name in
 * `x = !command` is declared.
 *
 * @param isDeclared returns true when an earlier cell declares a name.
 */
export function withoutMagics(source: string, isDeclared?: (name: string) => boolean): string {
  const magics = findMagics(source, isDeclared);
  let code = blanked(source, magics);
  for (const { name, argument, capture, start, end } of magics) {
    const ofTime = name === "time" && argument !== "" ? source.slice(start, end).trimEnd() : "";
    // The semicolon ends the statement of the line before.
    const before = ofTime === "" ? "" : `;${" ".repeat(ofTime.length - argument.length - 1)}${argument}`;
    const shown = capture ? capture.head + LINES_VALUE : before;
    code = code.slice(0, start) + shown + code.slice(start + shown.length);
  }
  // At the end of the cell, a declaration does not move other code.
  const names = magics.flatMap(({ capture }) => capture?.declares ?? []);
  return names.length === 0 ? code : `${code}\n${names.map((name) => `var ${name}: string[];`).join(" ")}`;
}

/** The cell with its commands as calls. Leading commands are left out, because they run before it. */
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
  const { opening, code, from } = callOf(magic, index);
  const offset = at.column - opening.length;
  const isInCode = code !== "" && offset >= 0 && offset <= code.length;
  const column = isInCode ? text.length - argument.length + from + offset : text.length - text.trimStart().length;
  return { line: at.line, column };
}

function call(magic: MagicLine, index: number): string {
  const { opening, code, closing } = callOf(magic, index);
  return opening + code + closing;
}

/** A call. `code` is the user's own, which starts at offset `from` of the argument. */
type Call = { readonly opening: string; readonly code: string; readonly closing: string; readonly from: number };

function callOf({ name, argument, capture }: MagicLine, index: number): Call {
  const magic = `await ${member("magic")}(${index}`;
  if (capture || !takesCode(name) || argument === "") {
    return { opening: `${capture?.code ?? ""}${magic});`, code: "", closing: "", from: 0 };
  }
  const value = name === "time" ? declaredValue(argument) : undefined;
  if (value) {
    const code = argument.slice(value.start, value.end);
    const opening = `${argument.slice(0, value.start)}${magic}, ${asyncFor(code)}() => (`;
    return { opening, code, closing: "));", from: value.start };
  }
  const isExpression = parsed(`(${argument}\n)`) !== undefined;
  const [before, after] = isExpression ? ["(", ")"] : ["{ ", " }"];
  return { opening: `${magic}, ${asyncFor(argument)}() => ${before}`, code: argument, closing: `${after});`, from: 0 };
}

function asyncFor(code: string): string {
  return /\bawait\b/.test(code) ? "async " : "";
}

/** The value in `const x = value`, a line that declares one variable. */
function declaredValue(line: string): { readonly start: number; readonly end: number } | undefined {
  const [statement, ...others] = parsed(line)?.body ?? [];
  if (statement?.type !== "VariableDeclaration" || others.length > 0) return undefined;
  const [first, ...more] = statement.declarations;
  return more.length === 0 ? (first?.init ?? undefined) : undefined;
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

/** True when `x?` is part of TypeScript, as in the first line of `x ? a : b`. */
function isConditional(source: string, found: readonly MagicLine[]): boolean {
  return parsed(withoutCommandLines(blanked(source, found))) !== undefined;
}

function withoutCommandLines(text: string): string {
  return text.replaceAll(/^[ \t]*[%!].*$/gm, (line) => " ".repeat(line.length));
}

/**
 * True when a statement that starts with `!` is TypeScript: all its names are global, or declared above it in the cell
 * or by an earlier cell, and one is declared. Any other word could be a program.
 */
function isNegation(match: RegExpExecArray, source: string, isOwn: (name: string) => boolean): boolean {
  const { 0: line, index } = match;
  const isKnown = (name: string): boolean => isOwn(name) || name in globalThis;
  const [, first] = NEGATED.exec(line) ?? [];
  // The name of a program: looking for the statement's end would take time for nothing.
  if (first !== undefined && !isKnown(first)) return false;
  const end = index + line.length;
  const whole = isUnfinished(line) ? finishedBelow(source, index, end, (text) => Boolean(parsed(text))) : line;
  const body = parsed(whole)?.body ?? [];
  const [statement] = body;
  if (body.length !== 1 || statement?.type !== "ExpressionStatement") return false;
  const names = referencesIn(body).map(({ name }) => name);
  return names.some(isOwn) && names.every(isKnown);
}

/** True when a line that starts with `!` and a space is TypeScript, by itself or with the lines below it. */
function isSpacedNegation({ 0: line, index }: RegExpExecArray, source: string, found: readonly MagicLine[]): boolean {
  const whole = blanked(source, found);
  const end = index + line.length;
  const withoutCommands = whole.slice(0, end) + withoutCommandLines(whole.slice(end));
  return [line, whole, withoutCommands].some(parsed) || isUnfinished(line);
}

function namesOfAll({ body }: Program): ReadonlySet<string> {
  return new Set(body.map(unexported).flatMap(namesOf));
}

/** True when a cell mentions a name outside a line. */
function isMentioned(name: string, source: string, start: number, line: string): boolean {
  const rest = `${source.slice(0, start)}\n${source.slice(start + line.length)}`;
  return rest.split(/[^\p{ID_Continue}$]+/u).includes(name);
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
