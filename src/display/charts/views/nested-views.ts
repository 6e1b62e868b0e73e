import { isObject } from "../../object.ts";
import { COMPOSITIONS } from "../../spec/vega-lite-spec.ts";

/** A view of a chart as in Vega-Lite, except that its data may not be written out yet. */
export type ViewSpec = Readonly<Record<string, unknown>>;

/** The view, with a change applied to each view directly inside it. */
export function mapNested(view: ViewSpec, change: (nested: ViewSpec) => ViewSpec): ViewSpec {
  const changed = (part: unknown): unknown => (isObject(part) ? change({ ...part }) : part);
  const entries = COMPOSITIONS.filter((key) => key in view).map((key) => {
    const nested = view[key];
    return [key, Array.isArray(nested) ? nested.map(changed) : changed(nested)];
  });
  return { ...view, ...Object.fromEntries(entries) };
}
