import { WidgetOptionError, WidgetValueError } from "../errors.ts";
import { controlState } from "../model/style-and-layout.ts";
import { isList, type State } from "../model/state.ts";
import { Widget } from "../widget.ts";
import { common, type ControlOptions } from "./control-options.ts";
import { type Scale, scaleOf, type ScaleOptions } from "./slider-scale.ts";

/** The lower and upper end of a range, both inclusive. */
export type Span = readonly [lower: number, upper: number];

/** The options of a range. */
export type RangeOptions = ControlOptions &
  ScaleOptions & {
    /** The initial range; by default all of it. */
    readonly value?: Span;
  };

/**
 * A slider with two handles.
 *
 * @example
 * const years: Range = range(2000, 2026);
 * years.value = [2012, 2020];
 */
export class Range extends Widget<Span> {
  /** The smallest value. */
  readonly min: number;
  /** The largest value. */
  readonly max: number;
  /** The distance between two values. */
  readonly step: number;

  /** @internal */
  constructor(min: number, max: number, options: RangeOptions) {
    const scale = scaleOf("range", min, max, options);
    const { input, looks } = common("range", options);
    const value = options.value ?? ([min, max] as const);
    if (!isSpan(value, scale)) {
      throw new WidgetOptionError("range", `its value is ${JSON.stringify(value)}`, `Give ${words(scale)}`);
    }
    super({
      state: {
        ...controlState(scale.isWhole ? "IntRangeSlider" : "FloatRangeSlider"),
        ...input,
        ...scale.state,
        value,
      },
      ...looks,
      style: "Slider",
      take: "value",
      read: spanIn,
      write: (given) => {
        if (!isSpan(given, scale)) throw new WidgetValueError("range", given, words(scale));
        return { value: given };
      },
    });
    ({ min: this.min, max: this.max, step: this.step } = scale);
  }
}

function words({ allowed }: Scale): string {
  return `two numbers, the smaller one first, each ${allowed}`;
}

function spanIn({ value }: State): Span {
  const [lower, upper] = value !== undefined && isList(value) ? value : [];
  return [Number(lower), Number(upper)];
}

function isSpan(value: unknown, { has }: Scale): value is Span {
  if (!Array.isArray(value) || value.length !== 2) return false;
  const [lower, upper]: readonly unknown[] = value;
  return has(lower) && has(upper) && lower <= upper;
}

/**
 * A slider with two handles, for a range between `min` and `max`: its value is `[lower, upper]`.
 *
 * @param options `value`: the initial range; by default all of it. `step`: the distance between values; by default 1
 *   if `min` and `max` are whole numbers that do not differ by 1, else a hundredth of the range.
 * @throws {WidgetOptionError} when the numbers are inconsistent.
 *
 * @example
 * const years = range(2000, 2026, { value: [2012, 2020] });
 * const [from, to] = years.value;
 * console.log(to - from); // 8
 */
export function range(min: number, max: number, options: RangeOptions = {}): Range {
  return new Range(min, max, options);
}
