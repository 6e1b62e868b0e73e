import { inspect, types } from "node:util";
import { WidgetOptionError, WidgetValueError } from "../errors.ts";
import { controlState } from "../model/style-and-layout.ts";
import { Widget } from "../widget.ts";
import { common, type ControlOptions } from "./control-options.ts";

/** The choices of a dropdown: a list of values, or an object or `Map` with a value for each label. */
export type Choices<Value> = readonly Value[] | ReadonlyMap<string, Value> | { readonly [label: string]: Value };

/** The options of a dropdown. */
export type DropdownOptions<Value> = ControlOptions & {
  /** The initial value; by default the first choice. */
  readonly value?: NoInfer<Value>;
};

/**
 * A list from which one value is chosen.
 *
 * @example
 * const device: Dropdown<string> = dropdown(["gpu", "cpu"]);
 * device.value = "cpu";
 */
export class Dropdown<Value> extends Widget<Value> {
  /** The values, in the order of the list. */
  readonly choices: readonly Value[];

  /** @internal */
  constructor(given: Choices<Value>, options: DropdownOptions<Value>) {
    const { labels, values } = listed(given);
    const [first] = values;
    if (values.length === 0 || first === undefined) {
      throw new WidgetOptionError("dropdown", "it has nothing to choose from", "Give at least one value");
    }
    const sorted = isPlain(given) && !("value" in options) ? sortedFirst(labels) : [];
    if (sorted.length > 0) {
      const got = `JavaScript puts its labels ${sorted.join(", ")} first, wherever they are written`;
      throw new WidgetOptionError("dropdown", got, "Give a Map, which keeps the order, or the initial value");
    }
    const indexOf = (value: unknown): number => values.findIndex((one) => Object.is(one, value));
    const index = "value" in options ? indexOf(options.value) : 0;
    if (index < 0) {
      throw new WidgetOptionError(
        "dropdown",
        `its value ${inspect(options.value)} is not one of its choices`,
        allowed(labels),
      );
    }
    const { input, looks } = common("dropdown", options);
    super({
      state: { ...controlState("Dropdown"), ...input, _options_labels: labels, index },
      ...looks,
      style: "Description",
      take: (change) => {
        if (!("index" in change)) return {};
        const asked = Number.isInteger(change["index"]) ? Number(change["index"]) : -1;
        if (asked < 0 || asked >= values.length) {
          throw new WidgetValueError("dropdown", change["index"], `the number of a choice, below ${values.length}`);
        }
        return { index: asked };
      },
      read: (held) => values[Number(held["index"])] ?? first,
      write: (value) => {
        if (indexOf(value) < 0) throw new WidgetValueError("dropdown", value, `one of ${labels.join(", ")}`);
        return { index: indexOf(value) };
      },
    });
    this.choices = values;
  }
}

function allowed(labels: readonly string[]): string {
  return `Give one of ${labels.join(", ")}`;
}

function listed<Value>(choices: Choices<Value>): { labels: readonly string[]; values: readonly Value[] } {
  if (isList(choices)) return { labels: choices.map(labelOf), values: choices };
  if (isMap(choices)) return { labels: [...choices.keys()].map(labelOf), values: [...choices.values()] };
  return { labels: Object.keys(choices), values: Object.values(choices) };
}

function isList<Value>(choices: Choices<Value>): choices is readonly Value[] {
  return Array.isArray(choices);
}

function isMap<Value>(choices: Choices<Value>): choices is ReadonlyMap<string, Value> {
  return types.isMap(choices);
}

function isPlain<Value>(choices: Choices<Value>): boolean {
  return !isList(choices) && !isMap(choices);
}

/** The keys that an object lists before others that were written first: whole numbers, if there are others, too. */
function sortedFirst(labels: readonly string[]): readonly string[] {
  const whole = labels.filter((label) => /^(?:0|[1-9]\d*)$/.test(label));
  return whole.length < labels.length ? whole : [];
}

function labelOf(value: unknown): string {
  return typeof value === "string" ? value : inspect(value, { breakLength: Infinity });
}

/**
 * A list from which one value is chosen. The type of its value is that of the choices: `"gpu" | "cpu"` in the example.
 *
 * @param choices the values, or an object or a `Map` with a value for each label. JavaScript sorts those keys of an
 *   object that are whole numbers, and puts them first; a `Map` keeps the order.
 * @param options `value`: the initial value; by default the first choice.
 * @throws {WidgetOptionError} when there are no choices, when the value is not one of them, or when an object has whole
 *   numbers among its labels, so that its first label is unknown, and no value is given.
 *
 * @example
 * const device = dropdown(["gpu", "cpu"], { label: "Device" });
 * console.log(device.value); // gpu
 * const batch = dropdown({ "one image": 1, "a full batch": 256 });
 * console.log(batch.value); // 1
 */
export function dropdown<const Value>(choices: Choices<Value>, options: DropdownOptions<Value> = {}): Dropdown<Value> {
  return new Dropdown(choices, options);
}
