import { TsnbError } from "../../util/error.ts";

/** A file of rules for sanitizing that cannot be read or understood. */
export class SanitizeFileError extends TsnbError {
  override readonly name = "SanitizeFileError";
  /** The file's path as it was given. */
  readonly file: string;
  /** The line at fault, counted from 1. */
  readonly line: number | undefined;

  constructor(file: string, line: number | undefined, got: string, cause?: unknown) {
    const place = line === undefined ? "" : `, line ${line}`;
    const fix = "Name a file with pairs of lines `regex: PATTERN` and `replace: TEXT`, or one of tsnb's own sanitizers";
    super({ doing: `Reading the sanitizers in ${file}${place}`, got, fix }, { cause });
    this.file = file;
    this.line = line;
  }
}

/** A tag or metadata with an invalid setting for the comparison of a cell. */
export class CompareRuleError extends TsnbError {
  override readonly name = "CompareRuleError";
  /** The notebook's path, as in `NotebookResult.label`. */
  readonly file: string;
  /** The number of the cell at fault, counted from 1; undefined for the metadata of the notebook. */
  readonly cell: number | undefined;

  constructor(file: string, cell: number | undefined, got: string) {
    const place = cell === undefined ? "its metadata" : `cell ${cell}`;
    super({
      doing: `Reading how to compare the outputs of ${file}`,
      got: `${place}: ${got}`,
      fix: "The tags and the metadata are listed in docs/compare.md",
    });
    this.file = file;
    this.cell = cell;
  }
}
