import { TsnbError } from "../../util/error.ts";
import { cellName } from "../cell-numbers.ts";

/** A cell of a notebook. */
export type CellPlace = {
  /** The notebook's path. */
  readonly file: string;
  /** The cell's number in the file, counted from 1; undefined for injected parameters. */
  readonly cell: number | undefined;
  /** The cell's code. */
  readonly source: string;
};

/** The base class of errors in a cell. */
export abstract class CellError extends TsnbError {
  /** The cell at fault. */
  readonly place: CellPlace;

  constructor(place: CellPlace, parts: { got: string; fix: string }, options?: ErrorOptions) {
    super({ doing: `Running ${cellName(place.cell)} of ${place.file}`, ...parts }, options);
    this.place = place;
  }
}

/** A cell that threw, did not compile, was abandoned by the kernel, or left something running that threw. */
export class CellFailedError extends CellError {
  override readonly name = "CellFailedError";
  /** The error in one line, such as `TypeError: x is not a function`. */
  readonly summary: string;
  /** The traceback, or what the cell wrote to stderr, without colours. */
  readonly details: string;

  constructor(
    place: CellPlace,
    summary: string,
    details: string,
    fix = "Correct the cell; the outputs up to it were saved",
  ) {
    super(place, { got: summary.replace(/\.$/, ""), fix });
    this.summary = summary;
    this.details = details;
  }
}

/** A cell that ran longer than allowed. */
export class CellTimeoutError extends CellError {
  override readonly name = "CellTimeoutError";
  /** The limit, in seconds. */
  readonly seconds: number;

  constructor(place: CellPlace, seconds: number) {
    super(place, {
      got: `it was still running after ${seconds} s and was stopped`,
      fix: "Make it shorter, or allow more with --timeout SECONDS (0 for no limit)",
    });
    this.seconds = seconds;
  }
}

/** A cell that asked the user for input. */
export class InputRequestedError extends CellError {
  override readonly name = "InputRequestedError";
  /** The question that the cell asked. */
  readonly prompt: string;

  constructor(place: CellPlace, prompt: string) {
    super(place, {
      got: `it asks ${JSON.stringify(prompt)}, and nobody is there to answer`,
      fix: "Take the answer from a parameter or an environment variable instead",
    });
    this.prompt = prompt;
  }
}

/** A cell that the kernel refused to run every time it was sent. */
export class CellNotRunError extends CellError {
  override readonly name = "CellNotRunError";

  constructor(place: CellPlace) {
    super(place, {
      got: "the kernel never ran it, although it was sent several times",
      fix: "Run the notebook on another kernel, or report this to the kernel's authors",
    });
  }
}

/** A cell that had to raise an exception and did not. */
export class NoExceptionError extends CellError {
  override readonly name = "NoExceptionError";

  constructor(place: CellPlace) {
    super(place, {
      got: "its tag says that it must raise an exception, but it raised none",
      fix: "Remove the tag, or correct the cell",
    });
  }
}

/** A cell whose outputs differed when the notebook ran a second time. */
export class NotRepeatableError extends CellError {
  override readonly name = "NotRepeatableError";

  constructor(place: CellPlace, got: string) {
    super(place, {
      got: `its output was ${got}`,
      fix: "Make its outputs independent of clocks, random numbers and the order of files, or exclude the cell with a tag (see docs/compare.md)",
    });
  }
}

/** A kernel whose process ended, or whose messages became unreadable, while a cell ran. */
export class KernelDeathError extends CellError {
  override readonly name = "KernelDeathError";

  constructor(
    place: CellPlace,
    reason: string,
    fix = "Look in this cell for code that ends the kernel's process or writes into its messages",
  ) {
    super(place, { got: `the kernel was lost: ${reason}`, fix });
  }
}

/** A kernel that replied to a cell but never reported that its outputs were complete. */
export class OutputsIncompleteError extends CellError {
  override readonly name = "OutputsIncompleteError";

  constructor(place: CellPlace) {
    super(place, {
      got: "the kernel finished the cell but never reported that its outputs are complete, so some may be lost",
      fix: "Print less at a time, or report this to the kernel's authors",
    });
  }
}
