import { isObject } from "../object.ts";
import { COMPOSITIONS } from "../spec/vega-lite-spec.ts";

/** A view of a chart, as in Vega-Lite, but for data that is not yet written out. */
export type ViewSpec = Readonly<Record<string, unknown>>;

/** The view with each of the views directly inside it changed. */
export function mapNested(view: ViewSpec, change: (nested: ViewSpec) => ViewSpec): ViewSpec {
  const changed = (part: unknown): unknown => (isObject(part) ? change({ ...part }) : part);
  const entries = COMPOSITIONS.filter((key) => key in view).map((key) => {
    const nested = view[key];
    return [key, Array.isArray(nested) ? nested.map(changed) : changed(nested)];
  });
  return { ...view, ...Object.fromEntries(entries) };
}
