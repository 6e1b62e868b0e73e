import type { MimeBundle } from "../../display/mime/mime.ts";
import { BUNDLE } from "../../display/mime/mime.ts";
import { type Output, output } from "../controls/output.ts";
import { WidgetOptionError, WidgetValueError } from "../errors.ts";
import { kindOf } from "../article.ts";
import { onRerun } from "../model/kernel.ts";
import { controlState } from "../model/style-and-layout.ts";
import { referenceTo, Widget } from "../widget.ts";
import { controlFor, type ControlSpec, type ControlValue } from "./control-for.ts";

/** The controls of an interaction, by the names of their values. */
export type Controls = { readonly [name: string]: ControlSpec };

/** The values that the controls give. */
export type ValuesOf<Given extends Controls> = { readonly [Name in keyof Given]: ControlValue<Given[Name]> };

/**
 * Controls, with the results of a function of their values below.
 *
 * @example
 * const doubled: Interaction<{ readonly year: number }> = interact(({ year }) => year * 2, { year: slider(1, 12) });
 * console.log(doubled.value.year); // 6
 */
export class Interaction<Values extends object> extends Widget<Values> {
  /** The controls by name. */
  readonly controls: { readonly [name: string]: Widget<unknown> };
  readonly #place: Output;
  readonly #code: (values: Values) => unknown;
  readonly #own: readonly Widget<unknown>[];
  readonly #stops: readonly (() => void)[];
  readonly #release: () => void;
  #isStale = false;
  #running: Promise<void> | undefined;

  /** @internal */
  constructor(
    code: (values: Values) => unknown,
    controls: Readonly<Record<string, Widget<unknown>>>,
    { read, own }: { readonly read: () => Values; readonly own: readonly Widget<unknown>[] },
  ) {
    const place = output();
    super({
      state: {
        ...controlState("VBox"),
        _dom_classes: ["widget-interact"],
        box_style: "",
        children: [...Object.values(controls), place].map(referenceTo),
      },
      read,
      write: (given) => {
        if (typeof given !== "object" || given === null) throw new WidgetValueError("interaction", given, "an object");
        for (const [name, value] of Object.entries(given)) {
          const control = controls[name];
          if (control === undefined)
            throw new WidgetValueError("interaction", given, `values of ${Object.keys(controls).join(", ")}`);
          control.value = value;
        }
        return {};
      },
    });
    this.controls = controls;
    this.#code = code;
    this.#place = place;
    this.#own = own;
    this.#stops = Object.values(controls).map((control) =>
      control.follow(() => Promise.all([this.run(), this.tell()])),
    );
    this.#release = onRerun(() => this.close());
    void this.run();
  }

  /**
   * Runs the function with the present values. When values change while it runs, it runs once more afterwards, with the
   * latest ones. Resolves when it has run with the present or later values.
   */
  run(): Promise<void> {
    this.#isStale = true;
    this.#running ??= this.#runUntilFresh();
    return this.#running;
  }

  /** Removes the interaction from the page, with the controls that it made; widgets that it was given stay. */
  override close(): void {
    this.#release();
    for (const stop of this.#stops) stop();
    for (const control of this.#own) control.close();
    this.#place.close();
    super.close();
  }

  /** @internal */
  protected override async fallback(): Promise<MimeBundle> {
    await this.#running;
    const { data, metadata } = await this.#place[BUNDLE]();
    const { "application/vnd.jupyter.widget-view+json": _, ...shown } = data;
    return { data: shown, metadata };
  }

  async #runUntilFresh(): Promise<void> {
    while (this.#isStale) {
      // Messages that are already waiting change the values first.
      await new Promise((resolve) => setImmediate(resolve));
      this.#isStale = false;
      await this.#place.run(() => this.#code(this.value));
    }
    this.#running = undefined;
  }
}

/**
 * Controls for the values of a function; below them are its output and result, renewed with each change. The controls
 * determine the type of the function's parameter. While the function runs (or an `async` one waits), only the latest
 * values are kept for the next run. An error is shown in place, and the controls still work.
 *
 * @param code the function; its parameter is an object with the values by name.
 * @param controls by name: `[min, max]` or `[min, max, step]` for a slider, `true` or `false` for a checkbox, a list of
 *   strings or an object or `Map` of labels and values for a dropdown, a string for a text field, a number for a slider around
 *   it; or any widget.
 * @throws {WidgetOptionError} when no control fits.
 *
 * @example
 * interact(({ year, device }) => `${device} in ${year}`, { year: [2000, 2026], device: ["gpu", "cpu"] });
 */
export function interact<const Given extends Controls>(
  code: (values: ValuesOf<Given>) => unknown,
  controls: Given,
): Interaction<ValuesOf<Given>> {
  if (typeof code !== "function") {
    throw new WidgetOptionError("interaction", `its function is ${kindOf(code)}`, "Give the function first");
  }
  const made = Object.fromEntries(Object.entries(controls).map(([name, spec]) => [name, controlFor(name, spec)]));
  const own = Object.values(made).filter((control) => !Object.values<unknown>(controls).includes(control));
  return new Interaction(code, made, { read: () => valuesOf<Given>(made), own });
}

function valuesOf<Given extends Controls>(controls: { readonly [name: string]: Widget<unknown> }): ValuesOf<Given>;
function valuesOf(controls: { readonly [name: string]: Widget<unknown> }): object {
  return Object.fromEntries(Object.entries(controls).map(([name, control]) => [name, control.value]));
}
