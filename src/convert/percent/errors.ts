import { TsnbError } from "../../util/error.ts";

/** A file in the percent format whose header is not YAML. */
export class PercentHeaderError extends TsnbError {
  override readonly name = "PercentHeaderError";
  /** The file's path as it was given. */
  readonly file: string;

  constructor(file: string, got: string, cause: unknown) {
    const fix = "Correct the YAML between the two lines `// ---`, or delete them";
    super({ doing: `Reading the header of ${file}`, got, fix }, { cause });
    this.file = file;
  }
}
