import { inspect } from "node:util";
import { TsnbError } from "../../util/error.ts";

/** The data for a table is neither a data frame nor rows. */
export class TableError extends TsnbError {
  override readonly name = "TableError";

  constructor(source: unknown) {
    const shown = inspect(source, { depth: 0, maxArrayLength: 3, maxStringLength: 40 }).split("\n")[0] ?? "";
    const fix = 'Give a data frame, or an array of objects such as [{ model: "levit", top1: 76.5 }]';
    super({ doing: "Making a table", got: `got ${shown}`, fix });
  }
}
