import { notebookDisplay } from "./adapters/notebook.ts";
import { shownSoon, textSoon } from "./bundle.ts";
import { ChartError } from "./errors/chart-error.ts";
import { shownAlready } from "./mime/shown-already.ts";

/**
 * Shows a value where the code runs: in a notebook as an output of the cell, in every format that `bundle` gives it;
 * in a plain script as text on stdout, one line for a chart. The value is visible when the call returns, even without
 * `await`, except for charts and for values that take time to draw themselves. A value that cannot be shown as it
 * should is shown as text, with a line that gives the reason.
 *
 * @throws {ChartError} when a chart cannot be drawn.
 *
 * @example
 * await show(table([{ model: "levit_128s", top1: 76.514 }]));
 */
export function show(value: unknown): Promise<void> {
  return shownAlready(showNow(value));
}

async function showNow(value: unknown): Promise<void> {
  const display = notebookDisplay();
  if (display === undefined) {
    const text = textSoon(value);
    process.stdout.write(`${typeof text === "string" ? text : await text}\n`);
    return;
  }
  const made = shownSoon(value, (error) => error instanceof ChartError);
  await display(made instanceof Promise ? await made : made);
}
