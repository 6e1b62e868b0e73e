import { WidgetOptionError, WidgetValueError } from "../errors.ts";
import { kindOf } from "../article.ts";
import { controlState } from "../model/style-and-layout.ts";
import { textIn } from "../model/state.ts";
import { Widget } from "../widget.ts";
import { common, type ControlOptions } from "./control-options.ts";

/** The options of a text field. */
export type TextOptions = ControlOptions & {
  /** The text shown while the field is empty; none by default. */
  readonly placeholder?: string;
  /** The height of the field in lines; default 1. */
  readonly lines?: number;
  /** True to change the value with each key; by default it changes on Enter, or when the field loses the focus. */
  readonly continuous?: boolean;
};

// Without a character in it, the front end would draw an empty field without height.
const NOTHING = "\u200b";

/**
 * A field for text.
 *
 * @example
 * const family: Text = text("levit", { label: "Family" });
 * family.onChange((value) => console.log(value));
 */
export class Text extends Widget<string> {
  /** @internal */
  constructor(value: string, options: TextOptions) {
    const { placeholder = NOTHING, lines = 1, continuous = false } = options;
    if (typeof value !== "string") throw wrong(`its value is ${kindOf(value)}`, "Give a string");
    if (typeof placeholder !== "string") throw wrong(`its placeholder is ${kindOf(placeholder)}`, "Give a string");
    if (!(Number.isInteger(lines) && lines > 0)) throw wrong(`it has ${String(lines)} lines`, "Give 1 or more");
    const { input, looks } = common("text field", options);
    const field = lines > 1 ? { ...controlState("Textarea"), rows: lines } : controlState("Text");
    super({
      state: { ...field, ...input, continuous_update: continuous, placeholder, value },
      ...looks,
      style: "Text",
      take: "value",
      read: (held) => textIn(held["value"]),
      write: (given) => {
        if (typeof given !== "string") throw new WidgetValueError("text field", given, "a string");
        return { value: given };
      },
    });
  }
}

/**
 * A field for text, with one or several lines.
 *
 * @param value the initial text; none by default.
 * @throws {WidgetOptionError} when an option is of the wrong type.
 *
 * @example
 * const name = text("levit", { label: "Name" });
 * console.log(name.value.toUpperCase()); // LEVIT
 */
export function text(value: string = "", options: TextOptions = {}): Text {
  return new Text(value, options);
}

function wrong(got: string, fix: string): WidgetOptionError {
  return new WidgetOptionError("text field", got, fix);
}
