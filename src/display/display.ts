import { randomUUID } from "node:crypto";
import { clearDeno } from "./adapters/deno.ts";
import { clearHook } from "./adapters/hook.ts";
import { notebookDisplay } from "./adapters/notebook.ts";
import { shownSoon } from "./bundle.ts";
import { ChartError } from "./errors/chart-error.ts";
import { show } from "./show.ts";
import { shownAlready } from "./shown-already.ts";

/** Something shown that can be replaced. */
export type DisplayHandle = {
  readonly id: string;
  /** Shows another value in the same place. */
  readonly update: (value: unknown) => Promise<void>;
};

/**
 * Shows a value like `show`, in a place that can be replaced later. Like there, only what takes time to
 * draw is not shown yet when the call returns.
 *
 * @param options.id a name for the place; by default a new one.
 * @throws {ChartError} when a chart cannot be drawn.
 *
 * @example
 * const shown = await display("loading");
 * await shown.update([1, 2, 3]);
 */
export function display(value: unknown, options: { readonly id?: string } = {}): Promise<DisplayHandle> {
  const { id = randomUUID() } = options;
  const handle: DisplayHandle = { id, update: (next) => update(id, next) };
  return shownAlready(showAt(value, id, false).then(() => shownAlready(handle)));
}

/**
 * Replaces what was shown under this name, in whichever cell it is. A plain script prints the new value.
 *
 * @throws {ChartError} when a chart cannot be drawn.
 *
 * @example
 * await display("waiting", { id: "state" });
 * await update("state", "done");
 */
export async function update(id: string, value: unknown): Promise<void> {
  await showAt(value, id, true);
}

/**
 * Removes the outputs of the cell that runs. A plain script keeps what it printed, and so does tslab,
 * which cannot remove outputs.
 *
 * @param options.wait whether they stay until the next output comes, which avoids flicker; default false.
 *
 * @example
 * await clear({ wait: true });
 */
export async function clear(options: { readonly wait?: boolean } = {}): Promise<void> {
  const { wait = false } = options;
  await (clearHook() ?? clearDeno())?.(wait);
}

async function showAt(value: unknown, id: string, isUpdate: boolean): Promise<void> {
  const showBundle = notebookDisplay();
  if (showBundle === undefined) {
    await show(value);
    return;
  }
  const made = shownSoon(value, (error) => error instanceof ChartError);
  await showBundle(made instanceof Promise ? await made : made, { id, update: isUpdate });
}
