import { messageOf, TsnbError } from "../util/error.ts";

/** The base class of errors about a file that cannot be used as a notebook. */
export abstract class NotebookReadError extends TsnbError {}

/** A notebook file that is missing or cannot be opened. */
export class NotebookFileError extends NotebookReadError {
  override readonly name = "NotebookFileError";
  /** The file's path as it was given, or as in `NotebookResult.label` when it was run. */
  readonly file: string;

  constructor(file: string, cause: unknown) {
    const isFolder = codeOf(cause) === "EISDIR";
    const fix = isFolder ? "Name a notebook in it" : "Check the path and the file's permissions";
    super({ doing: `Opening ${file}`, got: whyNotOpened(cause), fix }, { cause });
    this.file = file;
  }
}

function codeOf(cause: unknown): unknown {
  return cause instanceof Error && "code" in cause ? cause.code : undefined;
}

function whyNotOpened(cause: unknown): string {
  const code = codeOf(cause);
  if (code === "ENOENT") return "there is no such file";
  if (code === "EISDIR") return "it is a folder";
  return messageOf(cause);
}

const RESTORE = "A notebook is a JSON file; restore an earlier version of it, or save it again from JupyterLab";

/** A notebook file whose content is not JSON: truncated, in conflict, or something else altogether. */
export class NotebookJsonError extends NotebookReadError {
  override readonly name = "NotebookJsonError";
  /** The file's path as it was given, or as in `NotebookResult.label` when it was run. */
  readonly file: string;

  constructor(file: string, got: string, cause?: unknown, fix = RESTORE) {
    super({ doing: `Reading ${file}`, got, fix }, { cause });
    this.file = file;
  }
}

/** A notebook file whose bytes are not UTF-8. */
export class NotebookEncodingError extends NotebookReadError {
  override readonly name = "NotebookEncodingError";
  /** The file's path as it was given, or as in `NotebookResult.label` when it was run. */
  readonly file: string;

  constructor(file: string, cause: unknown) {
    super({ doing: `Reading ${file}`, got: "it is not text in UTF-8", fix: "Save it again in UTF-8" }, { cause });
    this.file = file;
  }
}

/** A notebook of a format that is too old or too new. */
export class NotebookVersionError extends NotebookReadError {
  override readonly name = "NotebookVersionError";
  /** The file's path as it was given, or as in `NotebookResult.label` when it was run. */
  readonly file: string;
  /** The version of nbformat that the file names. */
  readonly version: string;

  constructor(file: string, version: string) {
    super({
      doing: `Reading ${file}`,
      got: `its format is nbformat ${version}, and only 3 and 4.0 to 4.5 are supported`,
      fix: "Convert it with `jupyter nbconvert --to notebook --nbformat 4`, or open and save it in JupyterLab",
    });
    this.file = file;
    this.version = version;
  }
}

/** A notebook with a field that is missing, unknown, or of the wrong kind. */
export class NotebookShapeError extends NotebookReadError {
  override readonly name = "NotebookShapeError";
  /** The file's path as it was given, or as in `NotebookResult.label` when it was run. */
  readonly file: string;
  /** The number of the cell at fault, counted from 1; absent when the fault is outside the cells. */
  readonly cell: number | undefined;
  /** The field at fault, from the cell or else from the notebook: `outputs.0.text`. */
  readonly field: string;

  constructor(file: string, place: { cell?: number; field: string }, got: string) {
    const cell = place.cell === undefined ? "" : `cell ${place.cell}, `;
    super({
      doing: `Reading ${file}`,
      got: `${cell}field "${place.field}": ${got}`,
      fix: "Correct the field, or open the notebook in JupyterLab and save it again",
    });
    this.file = file;
    this.cell = place.cell;
    this.field = place.field;
  }
}

/** A path that leads to no notebook, or notebooks that cannot be written side by side. */
export class NotebookPathError extends TsnbError {
  override readonly name = "NotebookPathError";
  /** The path or pattern as it was given; absolute for a folder or an executed notebook. */
  readonly path: string;

  constructor(path: string, got: string, fix: string) {
    super({ doing: `Looking for notebooks in ${path}`, got, fix });
    this.path = path;
  }
}
