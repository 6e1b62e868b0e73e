import { reasonOf } from "../../util/error.ts";
import { ChartError } from "./chart-error.ts";

/** The data of a chart cannot be loaded from the address or path in its spec. */
export class ChartDataError extends ChartError {
  override readonly name = "ChartDataError";
  /** The address or path in the spec. */
  readonly url: string;

  constructor(title: string, url: string, cause: unknown) {
    const got = `its data cannot be loaded from ${url} (${reasonOf(cause)})`;
    super(title, got, "Check the address; paths are relative to the working directory", cause);
    this.url = url;
  }
}
