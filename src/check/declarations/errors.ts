import { TsnbError } from "../../util/error.ts";

/** A name that cells declare twice, so that the types of a notebook cannot be written as one module. */
export class RedeclaredNameError extends TsnbError {
  override readonly name = "RedeclaredNameError";

  constructor(label: string, name: string, before: number, again: number) {
    super({
      doing: `Declaring the types of ${label}`,
      got: `cell ${again} declares ${name}, which cell ${before} already declares`,
      fix: "Give one of them another name, or assign it there",
    });
  }
}

/** A type that TypeScript cannot write down. */
export class UndeclarableTypeError extends TsnbError {
  override readonly name = "UndeclarableTypeError";

  constructor(label: string, got: string) {
    super({
      doing: `Declaring the types of ${label}`,
      got: got.replace(/\.$/, ""),
      fix: "Declare that type in the cell, and run this again",
    });
  }
}
