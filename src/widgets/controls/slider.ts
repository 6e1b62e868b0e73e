import { WidgetOptionError, WidgetValueError } from "../errors.ts";
import { controlState } from "../model/style-and-layout.ts";
import { Widget } from "../widget.ts";
import { common, type ControlOptions } from "./control-options.ts";
import { type Scale, scaleOf, type ScaleOptions } from "./slider-scale.ts";

/** The options of a slider. */
export type SliderOptions = ControlOptions &
  ScaleOptions & {
    /** The initial value; by default the middle one. */
    readonly value?: number;
  };

/**
 * A slider for a number.
 *
 * @example
 * const month: Slider = slider(1, 12, { value: 3 });
 * month.value += 1;
 */
export class Slider extends Widget<number> {
  /** The smallest value. */
  readonly min: number;
  /** The largest value. */
  readonly max: number;
  /** The distance between two values. */
  readonly step: number;

  /** @internal */
  constructor(min: number, max: number, options: SliderOptions) {
    const scale = scaleOf("slider", min, max, options);
    const { input, looks } = common("slider", options);
    const value = options.value ?? scale.middle;
    if (!scale.has(value))
      throw new WidgetOptionError("slider", `its value is ${String(value)}`, `Give ${scale.allowed}`);
    super({
      state: { ...controlState(scale.isWhole ? "IntSlider" : "FloatSlider"), ...input, ...scale.state, value },
      ...looks,
      style: "Slider",
      take: "value",
      read: (held) => Number(held["value"]),
      write: (given) => ({ value: checked(given, scale) }),
    });
    ({ min: this.min, max: this.max, step: this.step } = scale);
  }
}

function checked(given: unknown, scale: Scale): number {
  if (!scale.has(given)) throw new WidgetValueError("slider", given, scale.allowed);
  return given;
}

/**
 * A slider for a number from `min` to `max`; for whole numbers if `min`, `max` and the step are whole.
 *
 * @param options `value`: the initial value; by default the middle one. `step`: the distance between values; by default
 *   1 if `min` and `max` are whole numbers that do not differ by 1, else a hundredth of the range.
 * @throws {WidgetOptionError} when the numbers are inconsistent.
 *
 * @example
 * const year = slider(2000, 2026, { label: "Year" });
 * console.log(year.value); // 2013
 */
export function slider(min: number, max: number, options: SliderOptions = {}): Slider {
  return new Slider(min, max, options);
}
