import type { JsonObject, JsonValue } from "../jupyter/json.ts";
import type { SPELLINGS, Spellings } from "../jupyter/spellings.ts";

/** A value in several formats: MIME type to text or, for JSON types, to data. */
export type MimeData = { readonly [mime: string]: JsonValue };

/** The output of a cell to stdout or stderr, in nbformat's form. */
export type StreamOutput = {
  readonly output_type: "stream";
  /** `stdout` or `stderr`. */
  readonly name: string;
  /** The text that was written, as one string. */
  readonly text: string;
};

/** The spelling of a number in the data or metadata of an output, where JavaScript would write it differently. */
type Spelled = {
  /** @internal */
  readonly [SPELLINGS]?: Spellings;
};

/** Something a cell displayed, in nbformat's form. */
export type DisplayOutput = Spelled & {
  readonly output_type: "display_data";
  /** The content by MIME type. */
  readonly data: MimeData;
  /** The metadata by MIME type, such as a picture's width in pixels. */
  readonly metadata: JsonObject;
};

/** The value of a cell's last expression, in nbformat's form. */
export type ResultOutput = Spelled & {
  readonly output_type: "execute_result";
  /** The kernel's number of the execution; null if it was not stored. */
  readonly execution_count: number | null;
  /** The content by MIME type. */
  readonly data: MimeData;
  /** The metadata by MIME type, such as a picture's width in pixels. */
  readonly metadata: JsonObject;
};

/** An error that ended a cell, or came from what the cell had left running, in nbformat's form. */
export type ErrorOutput = {
  readonly output_type: "error";
  /** The error's name, such as `TypeError`. */
  readonly ename: string;
  /** The error's message. */
  readonly evalue: string;
  /** The text that is shown: each item is one or more lines, often coloured with ANSI. */
  readonly traceback: readonly string[];
};

/** One output of a cell. */
export type Output = StreamOutput | DisplayOutput | ResultOutput | ErrorOutput;

/** The fields of every cell, in nbformat's form. */
export type CellBase = {
  /** The id, unique in the notebook: 1 to 64 ASCII letters, digits, `-` and `_`. */
  readonly id: string;
  /** The cell's metadata, such as `tags`; empty for most cells. */
  readonly metadata: JsonObject;
  /** The cell's code or text, as one string. */
  readonly source: string;
};

/** Pictures and the like that a cell's text refers to, by file name. */
export type Attachments = { readonly [file: string]: MimeData };

/** A code cell, with its latest outputs. */
export type CodeCell = CellBase & {
  readonly cell_type: "code";
  /** The kernel's number of the latest execution; null if it has not run, or was cleared. */
  readonly execution_count: number | null;
  /** The outputs, in the order in which they appeared. */
  readonly outputs: readonly Output[];
};

/** A cell of Markdown, or of text that is for other programs. */
export type TextCell = CellBase & {
  /** `markdown`, or `raw` for text that is for other programs. */
  readonly cell_type: "markdown" | "raw";
  /** The files that its text shows by `attachment:` addresses; absent without any. */
  readonly attachments?: Attachments;
};

/** A cell of a notebook. */
export type Cell = CodeCell | TextCell;

/**
 * A notebook in memory: always format 4.5, every cell with an id, every string in one piece.
 *
 * @see https://nbformat.readthedocs.io/en/latest/format_description.html
 */
export type Notebook = {
  /** The major version of the format. */
  readonly nbformat: 4;
  /** The minor version of the format. */
  readonly nbformat_minor: 5;
  /** The notebook's metadata, such as `kernelspec` and `language_info`. */
  readonly metadata: JsonObject;
  /** The cells, from top to bottom. */
  readonly cells: readonly Cell[];
  /** The layout of its file; undefined for a notebook not read from a file, which is written as Jupyter does. */
  readonly layout?: Layout;
};

/** The layout of a notebook file. */
export type Layout = {
  /** The indentation of one level. */
  readonly indent: string;
  /** The end of each line. */
  readonly lineEnd: "\n" | "\r\n";
  /** True when the last line has a line end too. */
  readonly endsWithLineEnd: boolean;
  /**
   * Numbers as they are written, where JavaScript would write them differently (1.0, integers beyond 2^53), by
   * their place as in JSON Pointer, with a cell's id for its index: `/cells/a1/metadata/x`. Those in outputs are also
   * in the outputs, which may go into another notebook.
   */
  readonly numbers: ReadonlyMap<string, string>;
};
