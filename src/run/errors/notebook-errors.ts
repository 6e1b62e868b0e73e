import { TsnbError } from "../../util/error.ts";
import type { CellPlace } from "./cell-errors.ts";
import { cellName } from "../cell-numbers.ts";

export { NotebookPathError } from "../../notebook/errors.ts";

/** A notebook that ran longer than allowed. */
export class NotebookTimeoutError extends TsnbError {
  override readonly name = "NotebookTimeoutError";
  /** The limit, in seconds. */
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

/** A notebook that was changed or deleted while it ran, so the executed one did not replace it. */
export class NotebookChangedError extends TsnbError {
  override readonly name = "NotebookChangedError";
  /** The path of the executed notebook. */
  readonly executed: string;

  constructor(file: string, executed: string, what: "changed" | "deleted") {
    super({
      doing: `Writing ${file}`,
      got: `it was ${what} while it ran, and was left unchanged`,
      fix: `The executed notebook is ${executed}; copy what you need from it, or run the notebook again`,
    });
    this.executed = executed;
  }
}

const INSTALL: Readonly<Record<string, string>> = {
  tsnb: " with `tsnb kernel install`",
  tslab: " with `tsnb kernel install --tslab`",
  python3: " with `python -m pip install ipykernel` and `python -m ipykernel install`",
};

/** A kernel that could not be started, or that ended or stayed silent while starting. */
export class KernelStartError extends TsnbError {
  override readonly name = "KernelStartError";
  /** The kernel's name. */
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
  /** The notebook's path, as in `NotebookResult.label`. */
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

/** A run that was stopped from outside before it had finished. */
export class CancelledError extends TsnbError {
  override readonly name = "CancelledError";

  constructor(file: string) {
    super({ doing: `Running ${file}`, got: "it was cancelled", fix: "The outputs so far were saved; run it again" });
  }
}

/** Cells whose values the kernel could not restore from the cache; the whole notebook runs then. */
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
