import { TsnbError } from "../util/error.ts";

/** A report that cannot be written to its path. */
export class ReportPathError extends TsnbError {
  override readonly name = "ReportPathError";
  readonly file: string;

  constructor(file: string, flag: string, got: string, cause?: unknown) {
    const fix = `Name another file with ${flag}; nothing was run`;
    super({ doing: `Preparing the report ${file}`, got, fix }, { cause });
    this.file = file;
  }
}
