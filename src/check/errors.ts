import { TsnbError } from "../util/error.ts";

/** A notebook in a language that is not checked. */
export class OtherLanguageError extends TsnbError {
  override readonly name = "OtherLanguageError";
  /** The notebook's path, as in `NotebookCheck.label`. */
  readonly file: string;
  /** The language that its metadata names, such as `python`. */
  readonly language: string;

  constructor(file: string, language: string) {
    super({
      doing: `Checking ${file}`,
      got: `its language is ${language}`,
      fix: "Name notebooks in TypeScript or JavaScript",
    });
    this.file = file;
    this.language = language;
  }
}

/** A check that was cancelled before it had read everything. */
export class CheckCancelledError extends TsnbError {
  override readonly name = "CheckCancelledError";

  constructor() {
    super({ doing: "Checking notebooks", got: "it was cancelled", fix: "There is no result; check them again" });
  }
}

/** Paths that lead only to notebooks that cannot be checked. */
export class NothingToCheckError extends TsnbError {
  override readonly name = "NothingToCheckError";

  constructor(count: number) {
    const got = `none of the ${count} notebooks is in TypeScript or JavaScript`;
    super({ doing: "Looking for notebooks to check", got, fix: "Name other notebooks" });
  }
}
