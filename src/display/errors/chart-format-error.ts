import { TsnbError } from "../../util/error.ts";

/** Charts cannot be saved in this format. */
export class ChartFormatError extends TsnbError {
  override readonly name = "ChartFormatError";

  constructor(chart: string, format: string) {
    const got = `charts are not saved in the format "${format}"`;
    super({ doing: `Saving a chart as ${JSON.stringify(chart)}`, got, fix: "Use html, svg, png or json" });
  }
}
