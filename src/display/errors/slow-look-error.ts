import { TsnbError } from "../../util/error.ts";

/** A value's own display method did not end in time. */
export class SlowLookError extends TsnbError {
  override readonly name = "SlowLookError";

  constructor(method: string, seconds: number) {
    const fix = "Call it in a cell of its own, or show its result";
    super({ doing: `Showing a value by its ${method} method`, got: `it did not end within ${seconds} s`, fix });
  }
}
