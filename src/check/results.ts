import type { TsnbError } from "../util/error.ts";

/** The place of a finding in a notebook's cell. */
export type FindingCell = {
  /** The cell's place among all cells of the notebook, from 0. Messages count from 1. */
  readonly index: number;
  /** The cell's id. */
  readonly id: string;
  /** The last heading above the cell; undefined without one. */
  readonly heading: string | undefined;
  /** The line in the cell's source, counted from 1. */
  readonly line: number;
  /** The column of its first character, counted from 1 in UTF-16 code units. */
  readonly column: number;
  /** The line of its end, counted from 1. */
  readonly endLine: number;
  /** The column after its last character, counted from 1 in UTF-16 code units. */
  readonly endColumn: number;
};

/** Something that a check found. */
export type Finding = {
  /** A code such as `TS2322` for the compiler's errors, else a name such as `unused-name`; docs/check.md lists all. */
  readonly rule: string;
  /** An error fails the check, a warning does not. */
  readonly severity: "error" | "warning";
  /** The message, without its place. */
  readonly message: string;
  /** The absolute path of its file: the notebook, a file that a cell imports, or the project's settings. */
  readonly file: string;
  /** The line in that file, counted from 1: in a notebook, that of the cell's text in the JSON. */
  readonly line: number;
  /** The column in that line, counted from 1 in UTF-16 code units. */
  readonly column: number;
  /** The line of code. */
  readonly excerpt: string;
  /** The cell that it is in; undefined for other files and for findings about the whole notebook. */
  readonly cell: FindingCell | undefined;
};

/** The result of one notebook. */
export type NotebookCheck = {
  /** The notebook's path, from the current folder where it is inside. */
  readonly label: string;
  /** The notebook's path, absolute. */
  readonly source: string;
  /**
   * `passed`: no errors. `skipped`: it is in another language, and was not named explicitly. `unusable`: it cannot be
   * read, or is in another language; `error` says why.
   */
  readonly status: "passed" | "failed" | "skipped" | "unusable";
  /** The number of code cells that were checked. */
  readonly cells: number;
  /** In the order of the cells. */
  readonly findings: readonly Finding[];
  /** The reason that it is unusable; undefined for other notebooks. */
  readonly error: TsnbError | undefined;
};

/** The result of a check. */
export type CheckResult = {
  /** The result of each notebook, in order. */
  readonly notebooks: readonly NotebookCheck[];
  /** The findings in files that notebooks import, and in the project's settings. */
  readonly files: readonly Finding[];
  /** The number of errors. */
  readonly errors: number;
  /** The number of warnings. */
  readonly warnings: number;
  /** True if the check ended early, at the number of errors in `maxErrors`. */
  readonly isCutShort: boolean;
  /** True if every notebook could be read and none has an error. */
  readonly ok: boolean;
};
