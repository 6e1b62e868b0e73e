// Values that tsnb makes: charts, tables, markup, the results of `display` and `show`.
import { inspect } from "node:util";
import { bundleFrom } from "../mime/content.ts";
import { BUNDLE, type MimeBundle } from "../mime/mime.ts";
import { hasMethod } from "../object.ts";

export function is(value: object): boolean {
  return hasMethod(value, BUNDLE);
}

/** These take the time that they need, as a chart of much data does. */
export function draw(value: object): MimeBundle | Promise<MimeBundle> {
  const made = hasMethod(value, BUNDLE) ? value[BUNDLE]() : undefined;
  return hasMethod(made, "then") ? Promise.resolve(made).then(bundleFrom) : bundleFrom(made);
}

/** The text for a console, where charts are not drawn. */
export function text(value: object): string | undefined {
  return hasMethod(value, inspect.custom) ? inspect(value) : undefined;
}
