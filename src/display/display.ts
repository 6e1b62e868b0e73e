import { randomUUID } from "node:crypto";
import { clearDeno } from "./adapters/deno.ts";
import { clearHook } from "./adapters/hook.ts";
import { notebookDisplay } from "./adapters/notebook.ts";
import { shownSoon } from "./bundle.ts";
import { bundleFrom } from "./mime/content.ts";
import { displayable } from "./mime/displayable.ts";
import { ChartError } from "./errors/chart-error.ts";
import type { Displayable } from "./mime/mime.ts";
import { isObject } from "./object.ts";
import { show } from "./show.ts";
import { shownAlready } from "./mime/shown-already.ts";

/** A displayed value that can be replaced. */
export type DisplayHandle = {
  /** The name of the place, for {@link update}. */
  readonly id: string;
  /** Shows another value in the same place. */
  readonly update: (value: unknown) => Promise<void>;
};

/** Shows values, and MIME bundles made by hand, in places that can be replaced later. */
export type DisplayFunction = {
  (value: unknown, options?: { readonly id?: string }): Promise<DisplayHandle>;

  /**
   * Shows any MIME bundle as it is: content by MIME type, or `data` and `metadata` as in Jupyter's protocol.
   * Bytes become base64. Notebooks leave out types that they cannot draw, so include a `text/plain`.
   *
   * @param options.id a name for the place; by default a new one.
   * @throws {DisplayError} when the value is not a MIME bundle.
   *
   * @example
   * await display.raw({ "application/geo+json": { type: "Point", coordinates: [13.4, 52.5] }, "text/plain": "Berlin" });
   */
  raw(bundle: object, options?: { readonly id?: string }): Promise<DisplayHandle>;
};

/**
 * Shows a value like `show`, in a place that can be replaced later. As with `show`, the value is visible when the call
 * returns, unless it takes time to draw. `display.raw` shows a MIME bundle made by hand.
 *
 * @param options.id a name for the place; by default a new one.
 * @throws {ChartError} when a chart cannot be drawn.
 *
 * @example
 * const shown = await display("loading");
 * await shown.update([1, 2, 3]);
 */
export const display: DisplayFunction = Object.assign(displayValue, {
  raw: (bundle: object, options?: { readonly id?: string }) => displayValue(rawBundle(bundle), options),
});

function displayValue(value: unknown, options: { readonly id?: string } = {}): Promise<DisplayHandle> {
  const { id = randomUUID() } = options;
  const handle: DisplayHandle = { id, update: (next) => update(id, next) };
  return shownAlready(showAt(value, id, false).then(() => shownAlready(handle)));
}

function rawBundle(bundle: object): Displayable {
  const isWhole = isObject(Reflect.get(bundle, "data")) && !Object.keys(bundle).some((key) => key.includes("/"));
  const { data, metadata } = bundleFrom(isWhole ? bundle : { data: bundle }, "Showing a bundle with display.raw");
  const text = data["text/plain"];
  const about = typeof text === "string" ? text : `MIME bundle (${Object.keys(data).join(", ")})`;
  return displayable(about, () => ({ data, metadata }));
}

/**
 * Replaces the value shown under this id, in any cell. A plain script prints the new value.
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
 * Removes the outputs of the running cell. A plain script keeps what it printed, and so does tslab, which cannot
 * remove outputs.
 *
 * @param options.wait true to keep them until the next output arrives, which avoids flicker; default false.
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
