import type { RepeatRef } from "vega-lite/types_unstable/channeldef.js";
import type { FacetedCompositeEncoding } from "vega-lite/types_unstable/compositemark/index.js";
import type { Data } from "vega-lite/types_unstable/data.js";
import type { AnyMark, MarkDef } from "vega-lite/types_unstable/mark.js";
import type { GenericCompositionLayoutWithColumns, ResolveMixins } from "vega-lite/types_unstable/spec/base.js";
import type { FacetFieldDef, FacetMapping } from "vega-lite/types_unstable/spec/facet.js";
import type { LayerRepeatMapping, RepeatMapping } from "vega-lite/types_unstable/spec/repeat.js";
import type { TopLevel, TopLevelParameter } from "vega-lite/types_unstable/spec/toplevel.js";
import type { FacetedUnitSpec } from "vega-lite/types_unstable/spec/unit.js";
import type { Transform } from "vega-lite/types_unstable/transform.js";
import type { ChartData, FieldOf } from "./fields.ts";

export type { Data as VegaLiteData } from "vega-lite/types_unstable/data.js";
export type { Transform as VegaLiteTransform } from "vega-lite/types_unstable/transform.js";

/** Properties of any view besides its data, mark and encoding. */
type Frame = Omit<FacetedUnitSpec<string>, "data" | "mark" | "encoding" | "params" | "transform">;

/** A view of a Vega-Lite spec: one with a mark, or a composition of others. `F` is the type of its fields' names. */
export interface View<F extends string> extends Frame, ResolveMixins, GenericCompositionLayoutWithColumns {
  /** The mark, or its type. */
  readonly mark?: AnyMark;
  /** The field, value or condition that determines each channel. */
  readonly encoding?: FacetedCompositeEncoding<F | RepeatRef>;
  /** Selections and variables. */
  readonly params?: TopLevelParameter[];
  /** Views drawn over each other. */
  readonly layer?: readonly NestedView<F>[];
  /** Views in rows of `columns` each. */
  readonly concat?: readonly NestedView<F>[];
  /** Views side by side. */
  readonly hconcat?: readonly NestedView<F>[];
  /** Views one below the other. */
  readonly vconcat?: readonly NestedView<F>[];
  /** The view to repeat, for `facet` and `repeat`. */
  readonly spec?: NestedView<F>;
  /** Fields for each of whose values `spec` is drawn once. */
  readonly facet?: FacetFieldDef<F> | FacetMapping<F>;
  /** Fields for each of which `spec` is drawn once. */
  readonly repeat?: readonly F[] | RepeatMapping | LayerRepeatMapping;
}

/** A view inside another one. With data or transforms of its own, it may name any field. */
export type NestedView<F extends string> =
  | (View<F> & {
      /** Not set: the data are those of the outer view. */
      readonly data?: never;
      /** Not set: the fields are those of the outer view. */
      readonly transform?: never;
    })
  | (View<string> & {
      /** Data of its own, in tsnb's or Vega-Lite's form; by default those of the outer view, null for none. */
      readonly data?: ChartData | Data | null;
      /** Vega-Lite's transforms, which are applied to the data in order. */
      readonly transform?: readonly Transform[];
    });

/** A whole Vega-Lite spec, whose data may be a frame. Transforms may add fields to those of the data. */
export interface ChartSpec<D, T extends readonly Transform[]>
  extends View<T extends readonly [] ? FieldOf<D> : string>,
    Partial<Pick<TopLevel<object>, TopLevelKey>> {
  /** A frame, Series, array of objects, Arrow table, address or path; or data in Vega-Lite's form. */
  readonly data?: D | null;
  /** Computations on the data before it is drawn. */
  readonly transform?: T;
}

/** A spec that draws a mark of its own. */
export type WithMark = { readonly mark: AnyMark };

type TopLevelKey = "$schema" | "config" | "datasets" | "usermeta" | "background" | "padding" | "autosize";

/** A spec with too little type information to be checked: one that was read, or whose mark is any string. */
export type UncheckedSpec<S> = string extends keyof S ? S : [keyof S] extends [never] ? S : WithAnyMark<S>;

type WithAnyMark<S> = string extends MarkOf<S> ? S : never;

type MarkOf<S> = S extends { readonly mark: { readonly type: infer M } }
  ? M
  : S extends { readonly mark: infer M }
    ? M
    : S extends { readonly layer: readonly (infer V)[] }
      ? MarkOf<V>
      : S extends { readonly concat: readonly (infer V)[] }
        ? MarkOf<V>
        : S extends { readonly hconcat: readonly (infer V)[] }
          ? MarkOf<V>
          : S extends { readonly vconcat: readonly (infer V)[] }
            ? MarkOf<V>
            : S extends { readonly spec: infer V }
              ? MarkOf<V>
              : never;

/** The channels of a chart: for each, the name of a field, or a definition in Vega-Lite's form. */
export type Channels<F extends string> = {
  readonly [C in keyof FacetedCompositeEncoding<F>]?:
    | F
    | FacetedCompositeEncoding<F>[C]
    | (C extends "tooltip" | "detail" | "order" ? readonly F[] : never);
};

/** The options of a mark, such as `{ strokeWidth: 3 }`. */
export type MarkOptions = Omit<MarkDef, "type">;
