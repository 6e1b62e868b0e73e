import { WidgetOptionError, WidgetValueError } from "../errors.ts";
import { controlState } from "../model/style-and-layout.ts";
import { Widget } from "../widget.ts";
import { common, type ControlOptions } from "./control-options.ts";

/**
 * A box that is ticked or not.
 *
 * @example
 * const isLogarithmic: Checkbox = checkbox();
 * isLogarithmic.value = true;
 */
export class Checkbox extends Widget<boolean> {
  /** @internal */
  constructor(value: boolean, options: ControlOptions) {
    if (typeof value !== "boolean") {
      throw new WidgetOptionError("checkbox", `its value is ${String(value)}`, "Give true or false");
    }
    const { input, looks } = common("checkbox", options);
    super({
      state: { ...controlState("Checkbox"), ...input, indent: true, value },
      ...looks,
      style: "Checkbox",
      take: "value",
      read: (held) => held["value"] === true,
      write: (given) => {
        if (typeof given !== "boolean") throw new WidgetValueError("checkbox", given, "true or false");
        return { value: given };
      },
    });
  }
}

/**
 * A box that is ticked or not.
 *
 * @param value true to tick it at first; default false.
 * @throws {WidgetOptionError} when the value is not true or false.
 *
 * @example
 * const isLogarithmic = checkbox(true, { label: "Logarithmic" });
 * console.log(isLogarithmic.value); // true
 */
export function checkbox(value: boolean = false, options: ControlOptions = {}): Checkbox {
  return new Checkbox(value, options);
}
