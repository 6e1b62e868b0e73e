// Views of the package vega-lite-api.
import { chartBundle } from "../../spec/chart-bundle.ts";
import type { MimeBundle } from "../../mime/mime.ts";
import { hasMethod } from "../../object.ts";
import { textBundle, valueText } from "../../text/value-text.ts";
import { sentenceOf } from "../../spec/chart-sentence.ts";
import { isVegaLite, specJson } from "../../spec/vega-lite-spec.ts";
import { answerOf } from "./own-method.ts";

export function is(value: object): boolean {
  return hasMethod(value, "toSpec");
}

export async function draw(value: object): Promise<MimeBundle> {
  const spec = await answerOf(value, "toSpec", (made) => made);
  return isVegaLite(spec) ? chartBundle(spec) : textBundle(value);
}

export function text(value: object): string {
  const spec = hasMethod(value, "toSpec") ? value.toSpec() : undefined;
  return isVegaLite(spec) ? sentenceOf(specJson(spec)) : valueText(value);
}
