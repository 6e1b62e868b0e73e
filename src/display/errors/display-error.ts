import { TsnbError } from "../../util/error.ts";

/** What is to be shown is no MIME bundle: what a value's own method says about how it looks, for example. */
export class DisplayError extends TsnbError {
  override readonly name = "DisplayError";

  constructor(doing: string, got: string) {
    const fix = 'Give an object of MIME types, such as { "text/html": "<b>5</b>" }';
    super({ doing, got, fix });
  }
}
