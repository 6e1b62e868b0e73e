import { SCHEMA_OF_LIBRARY } from "../../display/page/chart-page.ts";
import { chartHtml } from "../../display/page/chart-html.ts";
import { alternativeText } from "../../display/spec/chart-sentence.ts";
import { chartTitle } from "../../display/spec/vega-lite-spec.ts";
import { isJsonObject, type JsonObject } from "../../jupyter/json.ts";
import type { MimeData, Notebook } from "../../notebook/types.ts";

const VEGA_SCHEMA = "https://vega.github.io/schema/vega/v6.json";
const KINDS = [
  { mode: "vega-lite", type: /^application\/vnd\.vegalite\.v\d+[+.]json$/, schema: SCHEMA_OF_LIBRARY },
  { mode: "vega", type: /^application\/vnd\.vega\.v\d+[+.]json$/, schema: VEGA_SCHEMA },
] as const;

/** True when a page needs Vega to show the notebook. */
export function hasCharts({ cells }: Notebook): boolean {
  const outputs = cells.flatMap((cell) => (cell.cell_type === "code" ? cell.outputs : []));
  return outputs.some((output) => "data" in output && chartOf(output.data) !== undefined);
}

/** The chart of a bundle, over its picture; undefined when it holds none. */
export function chartOf(data: MimeData, picture = ""): string | undefined {
  for (const { mode, type, schema } of KINDS) {
    const spec = data[Object.keys(data).find((mime) => type.test(mime)) ?? ""];
    if (!isJsonObject(spec)) continue;
    const about = alternativeText(spec);
    const label = chartTitle(spec) || "Chart";
    return chartHtml({ spec: harmless({ ...spec, $schema: schema }), mode, label, about, picture, isForeign: true });
  }
  return undefined;
}

/** The spec without its settings for vega-embed, which affect the page; only the formats of numbers and dates stay. */
function harmless({ usermeta, ...spec }: JsonObject): JsonObject {
  const options = isJsonObject(usermeta) ? usermeta["embedOptions"] : undefined;
  if (!isJsonObject(options)) return spec;
  const locales = ["formatLocale", "timeFormatLocale"].flatMap((name) => {
    const locale = options[name];
    return isJsonObject(locale) ? [[name, locale] as const] : [];
  });
  return locales.length === 0 ? spec : { ...spec, usermeta: { embedOptions: Object.fromEntries(locales) } };
}
