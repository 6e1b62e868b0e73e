// nodejs-polars, arquero, apache-arrow and danfojs-node.
import { BUNDLE, type MimeBundle } from "../mime/mime.ts";
import { isTabular } from "../table/libraries/library-sources.ts";
import { tableOf } from "../table/table.ts";

export const is: (value: object) => boolean = isTabular;

export function draw(value: object): MimeBundle {
  return tableOf(value)[BUNDLE]();
}
