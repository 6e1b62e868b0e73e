import { messageOf, TsnbError } from "../util/error.ts";

/** A chart that cannot be drawn: it is not Vega-Lite, not JSON, or its data cannot be read. */
export class ChartError extends TsnbError {
  override readonly name = "ChartError";

  constructor(title: string, got: unknown, fix: string) {
    const doing = title === "" ? "Drawing a chart" : `Drawing the chart "${title}"`;
    super({ doing, got: messageOf(got).replace(/\.$/, ""), fix }, { cause: got });
  }
}
