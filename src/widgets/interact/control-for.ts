import { inspect } from "node:util";
import { checkbox } from "../controls/checkbox.ts";
import { dropdown, type Choices } from "../controls/dropdown.ts";
import { slider } from "../controls/slider.ts";
import { text } from "../controls/text.ts";
import { WidgetOptionError } from "../errors.ts";
import { Widget } from "../widget.ts";

/** A value that stands for a control, or a widget. */
export type ControlSpec =
  | boolean
  | number
  | string
  | readonly [min: number, max: number]
  | readonly [min: number, max: number, step: number]
  | readonly (string | number | boolean)[]
  | { readonly [label: string]: string | number | boolean }
  | Widget<unknown>;

/** The type of the value of a control that is given as `Spec`. */
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
              : Spec extends { readonly [label: string]: infer Value }
                ? Value
                : never;

/**
 * The control for a value: true and false make a checkbox, `[min, max]` and `[min, max, step]` of numbers a slider,
 * a number a slider around it, a string a text field, other lists and objects of labels a dropdown.
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

// As ipywidgets does.
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
  return Object.values(spec).every((one) => ["string", "number", "boolean"].includes(typeof one));
}
