import { Markup } from "../../display/markup.ts";
import type { MimeBundle } from "../../display/mime/mime.ts";
import { WidgetOptionError, WidgetValueError } from "../errors.ts";
import { kindOf } from "../article.ts";
import { controlState } from "../model/style-and-layout.ts";
import { textIn } from "../model/state.ts";
import { Widget } from "../widget.ts";
import { common, type ControlOptions } from "./control-options.ts";

/** The options of a piece of HTML. */
export type HtmlOptions = Omit<ControlOptions, "disabled">;

/**
 * HTML that can be replaced in place.
 *
 * @example
 * const verdict: Html = html("<i>not checked</i>");
 * verdict.value = "<b>right</b>";
 */
export class Html extends Widget<string> {
  /** @internal */
  constructor(value: string | Markup, options: HtmlOptions) {
    const { labelled, looks } = common("piece of HTML", options);
    const initial = htmlOf(value);
    if (initial === undefined) {
      throw new WidgetOptionError("piece of HTML", `its value is ${kindOf(value)}`, "Give a string, or html`...`");
    }
    super({
      state: { ...controlState("HTML"), ...labelled, placeholder: "\u200b", value: initial },
      ...looks,
      style: "HTML",
      read: (held) => textIn(held["value"]),
      write: (given) => {
        const held = htmlOf(given);
        if (held === undefined) throw new WidgetValueError("piece of HTML", given, "a string, or html`...`");
        return { value: held };
      },
    });
  }

  /** @internal */
  protected override fallback(): MimeBundle {
    return { data: { "text/html": this.value, "text/plain": this.value }, metadata: {} };
  }
}

function htmlOf(value: unknown): string | undefined {
  if (value instanceof Markup) return value.text;
  return typeof value === "string" ? value : undefined;
}

/**
 * HTML that can be replaced in place: set its `value`.
 *
 * @param value the initial HTML, as a string or made by the `html` of `tsnb/display`.
 * @throws {WidgetOptionError} when an option is of the wrong type.
 *
 * @example
 * const verdict = html("<b>waiting</b>");
 * verdict.value = "<b>done</b>";
 */
export function html(value: string | Markup = "", options: HtmlOptions = {}): Html {
  return new Html(value, options);
}
