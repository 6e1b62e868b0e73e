import { ChartError } from "../errors/chart-error.ts";
import { titleOf } from "../spec/vega-lite-spec.ts";
import { type Table, type TableOptions, tableOf } from "../table/table.ts";
import { ChartSource } from "./chart-source.ts";
import { rowsOf } from "./inline-data.ts";
import { mentionedColumns } from "./mentioned-columns.ts";
import type { ViewSpec } from "./nested-views.ts";

/** @throws {ChartError} when the chart's data is not that of one frame. */
export function chartTable(view: ViewSpec, options: TableOptions): Table {
  const { data, ...rest } = view;
  const title = titleOf(view);
  if (!(data instanceof ChartSource)) {
    throw new ChartError(title, "its data is not that of one frame", "Make a table of the data with table(frame)");
  }
  const rows = rowsOf(data, mentionedColumns(rest, data.columns));
  return tableOf(rows, { pages: true, ...(title === "" ? {} : { caption: title }), ...options });
}
