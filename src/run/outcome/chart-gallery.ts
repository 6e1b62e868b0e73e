import { chartPage } from "../../display/page/chart-page.ts";
import { isJsonObject, type JsonObject } from "../../jupyter/json.ts";
import { mainHeadingOf } from "../../notebook/headings.ts";
import type { Notebook } from "../../notebook/types.ts";

/** An executed notebook and the name by which people know it. */
export type Executed = { readonly name: string; readonly notebook: Notebook };

/**
 * A page with every Vega-Lite chart of the notebooks, in order, each notebook under its title.
 *
 * @returns the page's HTML; undefined when the notebooks show no chart.
 */
export function galleryOf(notebooks: readonly Executed[]): string | undefined {
  const charts = notebooks.flatMap(({ name, notebook }) => {
    const title = mainHeadingOf(notebook) ?? name;
    return specsOf(notebook).map((spec, index) => ({ title: index === 0 ? title : "", spec }));
  });
  return charts.length === 0 ? undefined : chartPage({ title: "Charts", charts });
}

function specsOf({ cells }: Notebook): readonly JsonObject[] {
  const outputs = cells.flatMap((cell) => (cell.cell_type === "code" ? cell.outputs : []));
  return outputs.flatMap((output) => {
    if (!("data" in output)) return [];
    const mime = Object.keys(output.data).find((key) => /^application\/vnd\.vegalite\.v\d+\+json$/.test(key));
    const spec = mime === undefined ? undefined : output.data[mime];
    return isJsonObject(spec) ? [spec] : [];
  });
}
