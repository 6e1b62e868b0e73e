import { parseCell } from "../../cell/syntax/parse.ts";
import { referencesIn } from "../../cell/syntax/scope.ts";
import { isTooDeepToRun } from "../../cell/syntax/nesting.ts";

/** A name that keeps the lines of a command's output: `x = !command`. */
export type Capture = {
  /** The line up to the `!`. */
  readonly head: string;
  /** The code that assigns the value, such as `const x = `. */
  readonly code: string;
  /** The name, when the line declares it without a keyword. */
  readonly declares?: string;
};

const NAME = String.raw`[\p{ID_Start}$_][\p{ID_Continue}$]*`;
/** A line that may be `x = !command`, with or without a keyword. */
export const CAPTURE = new RegExp(
  String.raw`^(?<head>[ \t]*(?:(?<keyword>const|let|var)[ \t]+(?:${NAME})(?:[ \t]*:[^=\n]*)?|(?<name>${NAME}))[ \t]*=[ \t]*)!(?<command>[\w./~"'][^\r\n]*)`,
  "gmu",
);

/** Stands for the lines in TypeScript: the name of a `string[]`, in a character that nobody types. */
export const LINES_VALUE = "\uA48C";

type Knowing = {
  /** The names that the cell declares above the line. */
  readonly declared: ReadonlySet<string>;
  /** Returns true when an earlier cell declares a name; undefined where only one cell is read. */
  readonly isDeclared: ((name: string) => boolean) | undefined;
  /** Returns true when the cell mentions a name outside the line. */
  readonly isOwn: (name: string) => boolean;
};

/** Reads a line; undefined for a negation. A line that parses as one is a command only if it has an unknown name. */
export function captureIn(
  { head = "", name }: Readonly<Record<string, string | undefined>>,
  line: string,
  { declared, isDeclared, isOwn }: Knowing,
): Capture | undefined {
  const body = isTooDeepToRun(line) ? undefined : parseCell(line)?.parsed.program.body;
  if (body) {
    const read = referencesIn(body).filter(({ kind }) => kind === "read" || kind === "typeof");
    const isCommand = isDeclared && read.some((one) => !declared.has(one.name) && !isDeclared(one.name));
    if (!isCommand || read.some((one) => isOwn(one.name))) return undefined;
  }
  if (name === undefined || declared.has(name)) return { head, code: head.trimStart() };
  return { head, code: `var ${name} = `, declares: name };
}
