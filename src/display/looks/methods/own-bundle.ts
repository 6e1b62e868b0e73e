// Values that tsnb makes: charts, tables, markup and the results of `display` and `show`.
import { inspect } from "node:util";
import { bundleFrom } from "../../mime/content.ts";
import { BUNDLE, type MimeBundle } from "../../mime/mime.ts";
import { hasMethod } from "../../object.ts";

export function is(value: object): boolean {
  return hasMethod(value, BUNDLE);
}

/** No time limit applies: a chart of much data takes long. */
export function draw(value: object): MimeBundle | Promise<MimeBundle> {
  const made = hasMethod(value, BUNDLE) ? value[BUNDLE]() : undefined;
  return hasMethod(made, "then") ? Promise.resolve(made).then(bundleFrom) : bundleFrom(made);
}

/** The text for a console, made without drawing charts. */
export function text(value: object): string | undefined {
  return hasMethod(value, inspect.custom) ? inspect(value) : undefined;
}
