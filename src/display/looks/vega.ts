import { isVega, vegaBundle, vegaSentence } from "../spec/vega-bundle.ts";
import type { MimeBundle } from "../mime/mime.ts";

export const is: (value: object) => boolean = isVega;

export function draw(value: object): Promise<MimeBundle> {
  return vegaBundle(value);
}

export function text(value: object): string {
  return vegaSentence(value);
}
