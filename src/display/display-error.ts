import { TsnbError } from "../util/error.ts";

/** What a value's own method says about how it looks is nothing that a notebook can show. */
export class DisplayError extends TsnbError {
  override readonly name = "DisplayError";

  constructor(got: string) {
    const fix = 'Return an object of MIME types, such as { "text/html": "<b>5</b>" }';
    super({ doing: 'Showing a value by its Symbol.for("Jupyter.display") method', got, fix });
  }
}
