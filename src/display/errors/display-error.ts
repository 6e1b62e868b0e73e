import { TsnbError } from "../../util/error.ts";

/** A value to show is not a MIME bundle: for example, what its own display method returned. */
export class DisplayError extends TsnbError {
  override readonly name = "DisplayError";

  constructor(doing: string, got: string) {
    const fix = 'Give an object with MIME types for keys, such as { "text/html": "<b>5</b>" }';
    super({ doing, got, fix });
  }
}
