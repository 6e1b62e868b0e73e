import { TsnbError } from "../../util/error.ts";

/** Charts cannot be saved in this format. */
export class ChartFormatError extends TsnbError {
  override readonly name = "ChartFormatError";

  constructor(chart: string, got: string, fix: string) {
    super({ doing: `Saving a chart as ${JSON.stringify(chart)}`, got, fix });
  }
}
