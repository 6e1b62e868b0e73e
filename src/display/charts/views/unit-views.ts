import { mapNested, type ViewSpec } from "./nested-views.ts";
import { ChartSource } from "../data/chart-source.ts";

/** The views that have a mark, each with the data that it draws. */
export function unitsOf(view: ViewSpec, outer?: ChartSource): { unit: ViewSpec; source: ChartSource | undefined }[] {
  const units: { unit: ViewSpec; source: ChartSource | undefined }[] = [];
  mapUnits(
    view,
    (unit, source) => {
      units.push({ unit, source });
      return unit;
    },
    outer,
  );
  return units;
}

/** The view, with a change applied to each view that has a mark; `change` also gets the data that this view draws. */
export function mapUnits(
  view: ViewSpec,
  change: (unit: ViewSpec, source: ChartSource | undefined) => ViewSpec,
  outer?: ChartSource,
): ViewSpec {
  const source = view["data"] instanceof ChartSource ? view["data"] : outer;
  if (view["mark"] !== undefined) return change(view, source);
  return mapNested(view, (nested) => mapUnits(nested, change, source));
}
