import { TsnbError } from "../util/error.ts";
import { cellName } from "./cell-numbers.ts";

export { NotebookPathError } from "../notebook/errors.ts";

/** A cell of a notebook. */
export type CellPlace = {
  readonly file: string;
  /** The cell's number in the file, counted from 1; undefined for injected parameters. */
  readonly cell: number | undefined;
  readonly source: string;
};

/** The base class of errors in a cell. */
export abstract class CellError extends TsnbError {
  readonly place: CellPlace;

  constructor(place: CellPlace, parts: { got: string; fix: string }, options?: ErrorOptions) {
    super({ doing: `Running ${cellName(place.cell)} of ${place.file}`, ...parts }, options);
    this.place = place;
  }
}

/** A cell that threw, did not compile, was given up by the kernel, or left something running that threw. */
export class CellFailedError extends CellError {
  override readonly name = "CellFailedError";
  /** The error in a line: `TypeError: x is not a function`. */
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
  readonly seconds: number;

  constructor(place: CellPlace, seconds: number) {
    super(place, {
      got: `it was still running after ${seconds} s and was stopped`,
      fix: "Make it shorter, or allow more with --timeout SECONDS (0 for no limit)",
    });
    this.seconds = seconds;
  }
}

/** A notebook that ran longer than allowed. */
export class NotebookTimeoutError extends TsnbError {
  override readonly name = "NotebookTimeoutError";
  readonly seconds: number;

  constructor(file: string, place: CellPlace | undefined, seconds: number) {
    const where = place === undefined ? "before its first cell" : `in ${cellName(place.cell)}`;
    super({
      doing: `Running ${file}`,
      got: `it was still running after ${seconds} s and was stopped ${where}`,
      fix: "Make it shorter, or allow more with --notebook-timeout SECONDS (0 for no limit)",
    });
    this.seconds = seconds;
  }
}

/** A notebook that was to be replaced by the executed one, and was changed or deleted while it ran. */
export class NotebookChangedError extends TsnbError {
  override readonly name = "NotebookChangedError";
  /** The path of the executed notebook. */
  readonly executed: string;

  constructor(file: string, executed: string, what: "changed" | "deleted") {
    super({
      doing: `Writing ${file}`,
      got: `it was ${what} while it ran, and was left as it is`,
      fix: `The executed notebook is ${executed}; take from it what you need, or run the notebook again`,
    });
    this.executed = executed;
  }
}

/** A cell that asked the user something. */
export class InputRequestedError extends CellError {
  override readonly name = "InputRequestedError";
  readonly prompt: string;

  constructor(place: CellPlace, prompt: string) {
    super(place, {
      got: `it asks ${JSON.stringify(prompt)}, and nobody is there to answer`,
      fix: "Take the answer from a parameter or an environment variable instead",
    });
    this.prompt = prompt;
  }
}

/** A cell that the kernel refused to run each time it was sent. */
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
      got: "it is marked as a cell that must raise an exception, and raised none",
      fix: "Remove the mark, or correct the cell",
    });
  }
}

/** A cell whose outputs were others when the notebook ran a second time. */
export class NotRepeatableError extends CellError {
  override readonly name = "NotRepeatableError";

  constructor(place: CellPlace, got: string) {
    super(place, {
      got: `it said ${got}`,
      fix: "Take clocks, random numbers and the order of files out of it, or exclude the cell with a tag of docs/compare.md",
    });
  }
}

/** A kernel whose process ended, or that could not be understood any more, while a cell ran. */
export class KernelDeathError extends CellError {
  override readonly name = "KernelDeathError";

  constructor(place: CellPlace, reason: string) {
    const fix = "Look in this cell for what ends the kernel's process or disturbs its messages";
    super(place, { got: `the kernel was lost: ${reason}`, fix });
  }
}

/** A kernel that answered a cell without ever saying that the outputs are complete. */
export class OutputsIncompleteError extends CellError {
  override readonly name = "OutputsIncompleteError";

  constructor(place: CellPlace) {
    super(place, {
      got: "the kernel has finished the cell but never said that its outputs are complete, so some may be lost",
      fix: "Print less in one go, or report this to the kernel's authors",
    });
  }
}

const INSTALL: Readonly<Record<string, string>> = {
  tsnb: " with `tsnb kernel install`",
  tslab: " with `tsnb kernel install --tslab`",
  python3: " with `python -m pip install ipykernel` and `python -m ipykernel install`",
};

/** A kernel that could not be started, or ended or stayed silent while it started. */
export class KernelStartError extends TsnbError {
  override readonly name = "KernelStartError";
  readonly kernel: string;

  constructor(kernel: string, got: string, cause?: unknown) {
    const fix = `Start it in JupyterLab to see more, or install it again${INSTALL[kernel.toLowerCase()] ?? ""}`;
    super({ doing: `Starting the kernel "${kernel}"`, got, fix }, { cause });
    this.kernel = kernel;
  }
}

/** A notebook that does not say which kernel it is for. */
export class NoKernelError extends TsnbError {
  override readonly name = "NoKernelError";
  readonly file: string;

  constructor(file: string) {
    super({
      doing: `Running ${file}`,
      got: "its metadata has no kernelspec, so it does not say which kernel it is for",
      fix: "Choose a kernel in JupyterLab and save it, or name one with --kernel NAME",
    });
    this.file = file;
  }
}

/** A run that was stopped from outside before it was done. */
export class CancelledError extends TsnbError {
  override readonly name = "CancelledError";

  constructor(file: string) {
    super({ doing: `Running ${file}`, got: "it was cancelled", fix: "The outputs so far were saved; run it again" });
  }
}

/** A selection of cells that a notebook does not have. */
export class CellSelectionError extends TsnbError {
  override readonly name = "CellSelectionError";
  readonly file: string;
  readonly selector: string;

  constructor(file: string, selector: string, got: string) {
    super({
      doing: `Selecting "${selector}" in ${file}`,
      got,
      fix: "Name a cell by its number, id, tag or heading, such as 3, id:x, tag:x or heading:x",
    });
    this.file = file;
    this.selector = selector;
  }
}

/** A value for a parameter that a notebook does not have, or that does not fit. */
export class ParameterError extends TsnbError {
  override readonly name = "ParameterError";
  readonly file: string;
  readonly parameter: string;

  constructor(file: string, parameter: string, got: string) {
    const fix = `See the parameters with \`tsnb run --help-notebook ${file}\``;
    super({ doing: `Setting the parameter ${parameter} of ${file}`, got, fix });
    this.file = file;
    this.parameter = parameter;
  }
}

/** A file of parameters that cannot be used. */
export class ParameterFileError extends TsnbError {
  override readonly name = "ParameterFileError";
  readonly file: string;

  constructor(file: string, got: string, cause?: unknown) {
    const fix = "Name a file of YAML or JSON with a value for each name, such as `lr: 0.1`";
    super({ doing: `Reading the parameters in ${file}`, got, fix }, { cause });
    this.file = file;
  }
}

/** Metadata of a notebook with a seed that is none. */
export class SeedError extends TsnbError {
  override readonly name = "SeedError";
  readonly file: string;

  constructor(file: string, seed: unknown) {
    super({
      doing: `Reading the metadata "tsnb.seed" of ${file}`,
      got: `it is ${JSON.stringify(seed)}`,
      fix: "Write a whole number from 0 to 4294967295, or remove it",
    });
    this.file = file;
  }
}

/** An option of a run that does not exist, or with a value that does not fit. */
export class OptionError extends TsnbError {
  override readonly name = "OptionError";
  readonly option: string;

  constructor(option: string, got: string) {
    super({ doing: `Reading the option "${option}"`, got, fix: "The options are listed in docs/run.md" });
    this.option = option;
  }
}

/** A notebook's settings for the cache do not have the form that docs/cache.md describes. */
export class CacheMetadataError extends TsnbError {
  override readonly name = "CacheMetadataError";
  readonly file: string;

  constructor(file: string, got: string) {
    super({
      doing: `Reading tsnb.cache in the metadata of ${file}`,
      got: `it is ${got}`,
      fix: "Correct it as docs/cache.md describes, or remove it",
    });
    this.file = file;
  }
}

/** Cells of an earlier run whose values the kernel could not take from the cache; the notebook runs as a whole then. */
export class CellRestoreError extends TsnbError {
  override readonly name = "CellRestoreError";

  constructor(file: string, cell: string) {
    super({
      doing: `Taking ${cell} of ${file} from the cache`,
      got: "the kernel could not restore it",
      fix: "Run with --cache notebooks, or clear the cache with `tsnb cache clear`",
    });
  }
}
