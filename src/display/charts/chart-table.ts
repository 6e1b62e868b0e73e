import { ChartError } from "../errors/chart-error.ts";
import { isObject } from "../object.ts";
import { COMPOSITIONS, hasMark, chartTitle } from "../spec/vega-lite-spec.ts";
import { type Table, type TableOptions, tableOf } from "../table/table.ts";
import { ChartSource, sourceOf } from "./data/chart-source.ts";
import { rowsOf } from "./data/inline-data.ts";
import { mentionedColumns } from "./data/mentioned-columns.ts";
import { mapNested, type ViewSpec } from "./views/nested-views.ts";

/** @throws {ChartError} when the chart's data is not that of one frame. */
export function chartTable(view: object, options: TableOptions): Table {
  const title = chartTitle(view);
  const [data, ...others] = new Set(dataOf(view));
  const source = data instanceof ChartSource ? data : sourceOf(isObject(data) ? Reflect.get(data, "values") : data);
  if (source === undefined || others.length > 0) {
    throw new ChartError(
      title,
      "its data does not come from a single frame",
      "Make a table of the data with table(frame)",
    );
  }
  const mentioned = hasMark(view) ? mentionedColumns(withoutData({ ...view }), source.columns) : [];
  const shown = mentioned.length > 0 ? mentioned : source.columns;
  const units = Object.fromEntries(
    shown.flatMap((name) => {
      const unit = source.unitOf(name);
      return unit === undefined ? [] : [[name, unit] as const];
    }),
  );
  return tableOf(rowsOf(source, shown), {
    pages: true,
    ...(title === "" ? {} : { caption: title }),
    ...options,
    units: { ...units, ...options.units },
  });
}

/** The data of a view and of the views inside it. */
function dataOf(view: object): unknown[] {
  const data: unknown = Reflect.get(view, "data");
  const nested = COMPOSITIONS.flatMap((key): unknown => Reflect.get(view, key)).filter(isObject);
  return [...(isObject(data) ? [data] : []), ...nested.flatMap(dataOf)];
}

function withoutData(view: ViewSpec): ViewSpec {
  const { data: _data, ...rest } = view;
  return mapNested(rest, withoutData);
}
