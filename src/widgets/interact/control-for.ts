import { isStepTooLarge } from "../controls/slider-scale.ts";
import { inspect, types } from "node:util";
import { checkbox } from "../controls/checkbox.ts";
import { dropdown, type Choices } from "../controls/dropdown.ts";
import { slider } from "../controls/slider.ts";
import { text } from "../controls/text.ts";
import { WidgetOptionError } from "../errors.ts";
import { Widget } from "../widget.ts";

/** A widget, or a value that a control is made from. */
export type ControlSpec =
  | boolean
  | number
  | string
  | readonly [min: number, max: number]
  | readonly [min: number, max: number, step: number]
  | readonly (string | number | boolean)[]
  | ReadonlyMap<string, string | number | boolean>
  | { readonly [label: string]: string | number | boolean }
  | Widget<unknown>;

/** The type of the value of the control for `Spec`. */
export type ControlValue<Spec> =
  Spec extends Widget<infer Value>
    ? Value
    : Spec extends boolean
      ? boolean
      : Spec extends number
        ? number
        : Spec extends string
          ? string
          : Spec extends readonly [number, number] | readonly [number, number, number]
            ? number
            : Spec extends readonly (infer Value)[]
              ? Value
              : Spec extends ReadonlyMap<string, infer Value>
                ? Value
                : Spec extends { readonly [label: string]: infer Value }
                  ? Value
                  : never;

/**
 * The control for a value: a checkbox for true or false, a slider for `[min, max]` or `[min, max, step]` of numbers, a
 * slider around it for a number, a text field for a string, a dropdown for other lists and for objects or `Map`s of
 * labels.
 *
 * @throws {WidgetOptionError} when no control fits.
 */
export function controlFor(name: string, spec: unknown): Widget<unknown> {
  if (spec instanceof Widget) {
    if (spec.label === "") spec.label = name;
    return spec;
  }
  const options = { label: name };
  if (typeof spec === "boolean") return checkbox(spec, options);
  if (typeof spec === "string") return text(spec, options);
  if (typeof spec === "number") return slider(...around(spec), { ...options, value: spec });
  if (isScale(spec)) {
    const [min, max, step] = spec;
    if (min > max || (step !== undefined && isStepTooLarge(min, max, step))) {
      const list = JSON.stringify(spec);
      const got = `${name} is ${list}, which is not a slider of [min, max] or [min, max, step]`;
      throw new WidgetOptionError("control", got, `For a choice of these numbers, give dropdown(${list})`);
    }
    return slider(min, max, { ...options, ...(step === undefined ? {} : { step }) });
  }
  if (isChoices(spec)) return dropdown(spec, options);
  const got = `${name} is ${inspect(spec, { depth: 0, breakLength: Infinity })}`;
  throw new WidgetOptionError(
    "control",
    got,
    "Give [min, max], a list of choices, true or false, a string or a widget",
  );
}

// The same range as in ipywidgets.
function around(value: number): [min: number, max: number] {
  if (value === 0) return [0, 1];
  return value > 0 ? [-value, 3 * value] : [3 * value, -value];
}

function isScale(spec: unknown): spec is readonly [number, number, number?] {
  if (!Array.isArray(spec) || (spec.length !== 2 && spec.length !== 3)) return false;
  return spec.every((part) => typeof part === "number");
}

function isChoices(spec: unknown): spec is Choices<unknown> {
  if (typeof spec !== "object" || spec === null) return false;
  const values: readonly unknown[] = types.isMap(spec) ? [...spec.values()] : Object.values(spec);
  return values.every((one) => ["string", "number", "boolean"].includes(typeof one));
}
