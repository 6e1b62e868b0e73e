/** A place where an output differs, briefly. */
export type Change = {
  /** The place in the output: `line 3`, `data.values[0].x`, `row 2, "secs"`; empty for the whole of it. */
  readonly place: string;
  /** The notebook's content, cut to a few lines; undefined when it has nothing there. */
  readonly expected: string | undefined;
  /** The run's content, cut to a few lines; undefined when it gave nothing there. */
  readonly actual: string | undefined;
};

/** An output, or one MIME type of it, that is not the same in two versions of a notebook. */
export type OutputDifference = {
  /** `stdout`, `stderr`, `error`, `metadata`, `order`, or a MIME type. */
  readonly type: string;
  /** The first few changes, in order. */
  readonly changes: readonly Change[];
  /** The number of further changes. */
  readonly more: number;
  /** A hint on how to make them equal; undefined without a simple one. */
  readonly hint: string | undefined;
  /** A PNG for pictures: both side by side and, if their sizes agree, the difference in red; undefined for others. */
  readonly picture: Uint8Array | undefined;
  /** The path of that picture, once it is written. */
  readonly pictureFile?: string;
};

/** A cell whose outputs are not the same in two versions of a notebook. */
export type CellDifference = {
  /** The cell's number, counted from 1. */
  readonly cell: number;
  /** The cell's id. */
  readonly id: string;
  /** The cell's code. */
  readonly source: string;
  /** The first few outputs that differ, in order. */
  readonly outputs: readonly OutputDifference[];
  /** The number of further outputs that differ. */
  readonly more: number;
};

/** The result of comparing the outputs of two versions of a notebook. */
export type Comparison = {
  /** The number of code cells that were compared. */
  readonly compared: number;
  /** The number of code cells that a tag or a rule left out. */
  readonly ignored: number;
  /** True when the older version has outputs. */
  readonly hasStored: boolean;
  /** The cells whose outputs differ. */
  readonly differences: readonly CellDifference[];
};
