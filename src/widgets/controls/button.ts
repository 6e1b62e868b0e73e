import { isJsonObject } from "../../jupyter/json.ts";
import { WidgetValueError } from "../errors.ts";
import { controlState } from "../model/style-and-layout.ts";
import { Widget } from "../widget.ts";
import { common, type ControlOptions } from "./control-options.ts";

/**
 * A button. Its value is the number of clicks so far.
 *
 * @example
 * const again: Button = button("Again");
 * console.log(again.value); // 0
 */
export class Button extends Widget<number> {
  /** @internal */
  constructor(label: string, options: Omit<ControlOptions, "label">) {
    const { input, looks } = common("button", { ...options, label });
    const { description_allow_html: _, ...state } = input;
    let clicks = 0;
    super({
      state: { ...controlState("Button"), ...state, button_style: "", icon: "" },
      layout: looks.layout,
      style: "Button",
      read: () => clicks,
      write: (given) => {
        throw new WidgetValueError("button", given, "no value: only clicks change it");
      },
      receive: (content) => {
        const isClick = isJsonObject(content) && content["event"] === "click";
        if (isClick) clicks += 1;
        return isClick;
      },
    });
  }
}

/**
 * A button. Its value is the number of clicks so far; `onChange` calls a function with it on each click.
 *
 * @param label the words on it.
 * @throws {WidgetOptionError} when an option is of the wrong type.
 *
 * @example
 * const again = button("Again");
 * again.onChange((clicks) => console.log(clicks));
 */
export function button(label: string, options: Omit<ControlOptions, "label"> = {}): Button {
  return new Button(label, options);
}
