import { notebookDisplay } from "./adapters/notebook.ts";
import { bundle, plainText } from "./bundle.ts";

/**
 * Shows a value where the code runs: in a notebook as the output of the cell, with every format that
 * `bundle` gives it; in a plain script as text on stdout, one line for a chart.
 *
 * @throws {ChartError} when a chart cannot be drawn.
 *
 * @example
 * await show(table([{ model: "levit_128s", top1: 76.514 }]));
 */
export async function show(value: unknown): Promise<void> {
  const display = notebookDisplay();
  if (display === undefined) {
    process.stdout.write(`${await plainText(value)}\n`);
    return;
  }
  await display(await bundle(value));
}
