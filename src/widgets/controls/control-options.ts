import type { State } from "../model/state.ts";
import { WidgetOptionError } from "../errors.ts";
import { kindOf } from "../article.ts";

/** The options of all controls. */
export type ControlOptions = {
  /** The words beside the control; none by default. */
  readonly label?: string;
  /** True to disable the control in the browser; default false. */
  readonly disabled?: boolean;
  /** The words shown when the pointer is over the control; none by default. */
  readonly tooltip?: string;
  /** The width in CSS, such as `"30em"`; by default the front-end's. */
  readonly width?: string;
};

// The width that ipywidgets gives the label of a control.
const USUAL_LABEL = 10;

type Common = {
  /** The state of every control. */
  readonly labelled: State;
  /** The additional state of controls that people change. */
  readonly input: State;
  /** The widths and positions of the control and its label. */
  readonly looks: { readonly layout: State; readonly labelWidth: string };
};

/**
 * The state that follows from the options that all controls have.
 *
 * @throws {WidgetOptionError} when an option is of the wrong type.
 */
export function common(widget: string, options: ControlOptions): Common {
  const { label = "", disabled = false, tooltip = "", width = "" } = options;
  for (const [name, value] of Object.entries({ label, tooltip, width })) {
    if (typeof value !== "string")
      throw new WidgetOptionError(widget, `its ${name} is ${kindOf(value)}`, "Give a string");
  }
  if (typeof disabled !== "boolean") {
    throw new WidgetOptionError(widget, `its option disabled is ${kindOf(disabled)}`, "Give true or false");
  }
  const labelled = { description: label, description_allow_html: false, tooltip: tooltip === "" ? null : tooltip };
  return {
    labelled,
    input: { ...labelled, disabled },
    looks: { layout: width === "" ? {} : { width }, labelWidth: label.length > USUAL_LABEL ? "initial" : "" },
  };
}
