import { notebookDisplay } from "./adapters/notebook.ts";
import { bundleSoon, plainText } from "./bundle.ts";

/**
 * Shows a value where the code runs: in a notebook as the output of the cell, with every format that
 * `bundle` gives it; in a plain script as text on stdout, one line for a chart. It is shown when the call
 * returns, also without `await`, but for charts and for values that take their time to show themselves.
 *
 * @throws {ChartError} when a chart cannot be drawn.
 *
 * @example
 * await show(table([{ model: "levit_128s", top1: 76.514 }]));
 */
export async function show(value: unknown): Promise<void> {
  const display = notebookDisplay();
  if (display === undefined) {
    const text = plainText(value);
    process.stdout.write(`${typeof text === "string" ? text : await text}\n`);
    return;
  }
  const made = bundleSoon(value);
  await display(made instanceof Promise ? await made : made);
}
