import type { JsonObject } from "../../jupyter/json.ts";
import { messageOf } from "../../util/error.ts";
import { marksOf, rowCountOf, chartTitle, specJson } from "./vega-lite-spec.ts";

/** One sentence for readers without pictures: `Chart: Inference (circle, 165 rows). Accuracy by time.` */
export function sentenceOf(spec: JsonObject): string {
  const marks = [...new Set(marksOf(spec))];
  const rows = rowCountOf(spec);
  const counted = rows === undefined ? [] : [`${rows} ${rows === 1 ? "row" : "rows"}`];
  const inside = [...marks, ...counted].join(", ");
  const head = ["Chart", chartTitle(spec)].filter((part) => part !== "").join(": ");
  const description = descriptionOf(spec).replaceAll(/\s+/g, " ").trim();
  return `${head}${inside === "" ? "" : ` (${inside})`}.${description === "" ? "" : ` ${description}`}`;
}

/** The sentence, which a chart's rows would fill, or why the chart cannot be drawn: for consoles and strings. */
export function textOf(chart: object): string {
  try {
    return sentenceOf(specJson(chart));
  } catch (error) {
    return messageOf(error);
  }
}

/** The text that stands for a chart's picture: its description, or a sentence about it. */
export function alternativeText(spec: JsonObject): string {
  return descriptionOf(spec) || sentenceOf(spec);
}

/** The chart's description, or "" when it has none. */
export function descriptionOf(spec: object): string {
  const description: unknown = Reflect.get(spec, "description");
  return typeof description === "string" ? description : "";
}
