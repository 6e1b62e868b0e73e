import { messageOf, TsnbError } from "../../util/error.ts";

/** A chart that cannot be drawn: it is not Vega-Lite or not JSON, or its data cannot be read. */
export class ChartError extends TsnbError {
  override readonly name: string = "ChartError";

  /** @param cause the underlying error, if there is one; by default `got`. */
  constructor(title: string, got: unknown, fix: string, cause: unknown = got) {
    const doing = title === "" ? "Drawing a chart" : `Drawing the chart "${title}"`;
    super({ doing, got: messageOf(got).replace(/\.$/, ""), fix }, cause instanceof Error ? { cause } : {});
  }
}
