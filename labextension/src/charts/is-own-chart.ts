import { isChartStyle } from "../../../src/display/spec/embed-style.ts";

/** True for the metadata that tsnb writes for a chart. */
export function isOwnChart(metadata: unknown): boolean {
  if (!isObject(metadata) || !("embed_options" in metadata)) return false;
  const options = metadata.embed_options;
  return isObject(options) && "defaultStyle" in options && isChartStyle(options.defaultStyle);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
