import type { JsonObject, JsonValue } from "../jupyter/json.ts";
import type { SPELLINGS, Spellings } from "../jupyter/spellings.ts";

/** A value in several formats: MIME type to text or, for JSON types, to data. */
export type MimeData = { readonly [mime: string]: JsonValue };

/** The output of a cell to stdout or stderr, as one string. */
export type StreamOutput = { readonly output_type: "stream"; readonly name: string; readonly text: string };

/** The spelling of a number in the data or metadata of an output, where JavaScript would write it differently. */
type Spelled = {
  /** @internal */
  readonly [SPELLINGS]?: Spellings;
};

/** Something a cell displayed. */
export type DisplayOutput = Spelled & {
  readonly output_type: "display_data";
  readonly data: MimeData;
  readonly metadata: JsonObject;
};

/** The value of a cell's last expression. */
export type ResultOutput = Spelled & {
  readonly output_type: "execute_result";
  readonly execution_count: number | null;
  readonly data: MimeData;
  readonly metadata: JsonObject;
};

/** An error that ended a cell, or came from what the cell had left running. */
export type ErrorOutput = {
  readonly output_type: "error";
  readonly ename: string;
  readonly evalue: string;
  readonly traceback: readonly string[];
};

/** One output of a cell. */
export type Output = StreamOutput | DisplayOutput | ResultOutput | ErrorOutput;

/** The fields of every cell. */
export type CellBase = { readonly id: string; readonly metadata: JsonObject; readonly source: string };

/** Pictures and the like that a cell's text refers to, by file name. */
export type Attachments = { readonly [file: string]: MimeData };

/** A code cell, with its latest outputs. */
export type CodeCell = CellBase & {
  readonly cell_type: "code";
  readonly execution_count: number | null;
  readonly outputs: readonly Output[];
};

/** A cell of Markdown, or of text that is for other programs. */
export type TextCell = CellBase & { readonly cell_type: "markdown" | "raw"; readonly attachments?: Attachments };

/** A cell of a notebook. */
export type Cell = CodeCell | TextCell;

/**
 * A notebook in memory: always format 4.5, every cell with an id, every string in one piece.
 *
 * @see https://nbformat.readthedocs.io/en/latest/format_description.html
 */
export type Notebook = {
  readonly nbformat: 4;
  readonly nbformat_minor: 5;
  readonly metadata: JsonObject;
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
  readonly endsWithLineEnd: boolean;
  /**
   * Numbers as they are written, where JavaScript would write them differently (1.0, integers beyond 2^53), by
   * their place as in JSON Pointer, with a cell's id for its index: `/cells/a1/metadata/x`. Those in outputs are also
   * in the outputs, which may go into another notebook.
   */
  readonly numbers: ReadonlyMap<string, string>;
};
