import { TsnbError } from "../../util/error.ts";

/** A value to be shown is not a MIME bundle, for example the result of its own display method. */
export class DisplayError extends TsnbError {
  override readonly name = "DisplayError";

  constructor(doing: string, got: string) {
    const fix = 'Give an object of MIME types, such as { "text/html": "<b>5</b>" }';
    super({ doing, got, fix });
  }
}
