/** An error of oxc's parser or transformer. */
type ParserError = {
  readonly severity: string;
  readonly message: string;
  readonly helpMessage: string | null;
  readonly labels: readonly { readonly start: number }[];
};

/** A syntax error in a cell or file. The line counts from 1, the column from 0, as in `Position`. */
export class CellSyntaxError extends SyntaxError {
  // The name that a console prints.
  static override readonly name = "SyntaxError";
  readonly line: number;
  readonly column: number;
  /** The file with the error; undefined for the cell. */
  readonly file: string | undefined;

  constructor(message: string, line: number, column: number, file?: string) {
    super(message);
    this.name = "SyntaxError";
    this.line = line;
    this.column = column;
    this.file = file;
  }
}

/** A cell or file with a syntax error, and the line, from 1, in which the kernel's parser found it. */
export type Uncompiled = {
  readonly text: string;
  readonly isCell: boolean;
  readonly isJsx: boolean;
  readonly line: number;
};

/** The place of an offset: the line from 1, the column from 0. */
export function lineAndColumn(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  const line = before.split("\n").length;
  return { line, column: offset - (before.lastIndexOf("\n") + 1) };
}

/** The first parser error as a syntax error in this source; undefined when there are only warnings. */
export function syntaxErrorOf(source: string, errors: readonly ParserError[]): CellSyntaxError | undefined {
  const error = errors.find(({ severity }) => severity === "Error");
  if (!error) return undefined;
  const label = error.labels.at(-1);
  const { line, column } = lineAndColumn(source, label?.start ?? source.length);
  const message = error.message.replace(/^TS\(\d+\): /, "").replace(/\.$/, "");
  return new CellSyntaxError(error.helpMessage ? `${message} (${error.helpMessage})` : message, line, column);
}
