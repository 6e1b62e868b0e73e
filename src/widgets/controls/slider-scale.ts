import { WidgetOptionError } from "../errors.ts";
import type { State } from "../model/state.ts";

/** The behaviour of a slider. */
export type ScaleOptions = {
  /** The distance between values; by default 1 if both ends are whole and do not differ by 1, else a hundredth. */
  readonly step?: number;
  /** False to change the value only when the handle is released; default true. */
  readonly continuous?: boolean;
  /** The format of the value beside the control, in d3's notation; by default with as many decimals as the step has. */
  readonly format?: string;
};

/** The numbers that a slider can take. */
export type Scale = {
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly isWhole: boolean;
  readonly middle: number;
  readonly state: State;
  /** The allowed numbers in words, for errors. */
  readonly allowed: string;
  readonly has: (value: unknown) => value is number;
};

const MOST_DIGITS = 6;

/**
 * Checks the numbers of a slider.
 *
 * @throws {WidgetOptionError} when they are inconsistent.
 */
export function scaleOf(widget: string, min: number, max: number, options: ScaleOptions): Scale {
  const wrong = (got: string, fix: string): WidgetOptionError => new WidgetOptionError(widget, got, fix);
  for (const [name, value] of Object.entries({ min, max })) {
    if (!Number.isFinite(value)) throw wrong(`its ${name} is ${String(value)}`, "Give a finite number");
  }
  if (min > max) throw wrong(`its smallest value, ${min}, is above its largest, ${max}`, "Give the smaller one first");
  const isWholeRange = Number.isInteger(min) && Number.isInteger(max);
  const isCounted = isWholeRange && max - min !== 1;
  const { step = isCounted ? 1 : (max - min || Math.abs(max)) / 100, continuous = true } = options;
  if (!(Number.isFinite(step) && step > 0)) throw wrong(`its step is ${String(step)}`, "Give a number above 0");
  if (isStepTooLarge(min, max, step)) {
    throw wrong(`its step, ${step}, is larger than the range from ${min} to ${max}`, "Give a smaller step");
  }
  const isWhole = isWholeRange && Number.isInteger(step);
  const format = options.format ?? (isWhole ? "d" : `.${digitsOf(step)}f`);
  return {
    min,
    max,
    step,
    isWhole,
    middle: rounded(min + Math.floor((max - min) / 2 / step) * step),
    state: {
      min,
      max,
      step,
      continuous_update: continuous,
      behavior: "drag-tap",
      orientation: "horizontal",
      readout: true,
      readout_format: format,
    },
    allowed: `a ${isWhole ? "whole " : ""}number from ${min} to ${max}`,
    has: (value): value is number =>
      typeof value === "number" && value >= min && value <= max && (!isWhole || Number.isInteger(value)),
  };
}

/** The number of decimals that a step needs. */
function digitsOf(step: number): number {
  for (let digits = 0; digits < MOST_DIGITS; digits++) {
    if (Math.abs(Number(step.toFixed(digits)) - step) < step / 1000) return digits;
  }
  return MOST_DIGITS;
}

/** Rounds off the errors that adding steps leaves in the last digits: 0.1 + 0.2 is 0.3. */
function rounded(value: number): number {
  return Number(value.toPrecision(12));
}

/** True when a step leads beyond the range, apart from the rounding of a difference such as 0.3 - 0.1. */
export function isStepTooLarge(min: number, max: number, step: number): boolean {
  return min < max && step > (max - min) * (1 + 1e-9);
}
