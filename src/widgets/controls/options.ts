import type { State } from "../model/state.ts";
import { WidgetOptionError } from "../errors.ts";

/** What all controls can be told. */
export type ControlOptions = {
  /** The words beside the control; none by default. */
  readonly label?: string;
  /** True for a control that cannot be moved in the browser; false by default. */
  readonly disabled?: boolean;
  /** Words that appear under the pointer; none by default. */
  readonly tooltip?: string;
  /** The width as CSS has it, such as `"30em"`; by default that of the front-end. */
  readonly width?: string;
};

// As wide as ipywidgets makes the label of a control.
const USUAL_LABEL = 10;

/** The state and the layout that the options of all controls make. */
export function common(widget: string, options: ControlOptions): { state: State; layout: State; labelWidth: string } {
  const { label = "", disabled = false, tooltip, width } = options;
  for (const [name, value] of Object.entries({ label, tooltip: tooltip ?? "", width: width ?? "" })) {
    if (typeof value !== "string") throw new WidgetOptionError(widget, `its ${name} is ${typeof value}`, "Give a string");
  }
  return {
    state: { description: label, description_allow_html: false, disabled: disabled === true, tooltip: tooltip ?? null },
    layout: width === undefined ? {} : { width },
    labelWidth: label.length > USUAL_LABEL ? "initial" : "",
  };
}
