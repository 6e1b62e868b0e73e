import { chartBundle } from "../spec/chart-bundle.ts";
import type { MimeBundle } from "../mime/mime.ts";
import { sentenceOf } from "../spec/chart-sentence.ts";
import { isVegaLite, specJson } from "../spec/vega-lite-spec.ts";

export const is: (value: object) => boolean = isVegaLite;

export function draw(value: object): Promise<MimeBundle> {
  return chartBundle(value);
}

export function text(value: object): string {
  return sentenceOf(specJson(value));
}
