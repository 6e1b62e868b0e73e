import type { JsonObject } from "../../jupyter/json.ts";
import { pictureOf } from "../picture/chart-picture.ts";
import { toJsonObject } from "../mime/content.ts";
import type { MimeBundle } from "../mime/mime.ts";
import { isObject } from "../object.ts";
import { descriptionOf } from "./chart-sentence.ts";
import { chartTitle, VEGA_SCHEMA } from "./vega-lite-spec.ts";

/** The newest version that JupyterLab, Notebook 7 and VS Code draw. */
const VEGA = "application/vnd.vega.v5+json";

/** True for a value whose `$schema` is that of Vega. */
export function isVega(value: unknown): value is object {
  const schema: unknown = isObject(value) ? Reflect.get(value, "$schema") : undefined;
  return typeof schema === "string" && schema.includes("/schema/vega/");
}

/** A Vega spec in the formats that notebooks store: live Vega, a picture for other readers, and a sentence. */
export async function vegaBundle(spec: object): Promise<MimeBundle> {
  const json: JsonObject = { ...toJsonObject(spec), $schema: VEGA_SCHEMA };
  const { data, metadata } = await pictureOf(json, descriptionOf(json) || vegaSentence(spec));
  return { data: { [VEGA]: json, ...data, "text/plain": vegaSentence(spec) }, metadata };
}

/** One sentence about a Vega spec: `Chart: Inference (rect, symbol).` */
export function vegaSentence(spec: object): string {
  const marks: unknown = Reflect.get(spec, "marks");
  const types = (Array.isArray(marks) ? marks : [])
    .map((mark): unknown => (isObject(mark) ? Reflect.get(mark, "type") : undefined))
    .filter((type) => typeof type === "string");
  const head = ["Chart", chartTitle(spec)].filter((part) => part !== "").join(": ");
  const description = descriptionOf(spec).replaceAll(/\s+/g, " ").trim();
  const inside = types.length === 0 ? "" : ` (${[...new Set(types)].join(", ")})`;
  return `${head}${inside}.${description === "" ? "" : ` ${description}`}`;
}
