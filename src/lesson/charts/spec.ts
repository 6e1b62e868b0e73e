import type { StringFieldDef } from "vega-lite/types_unstable/channeldef.js";
import type { Encoding } from "vega-lite/types_unstable/encoding.js";
import type { AnyMark } from "vega-lite/types_unstable/mark.js";
import type { LayerSpec } from "vega-lite/types_unstable/spec/layer.js";
import type { TopLevel, TopLevelParameter } from "vega-lite/types_unstable/spec/toplevel.js";
import type { TopLevelUnitSpec } from "vega-lite/types_unstable/spec/unit.js";
import type { Displayable } from "../../display/mime/mime.ts";

/** Every field that a chart of the lesson may encode; any other name is a compile error. */
export type Field =
  | "secs"
  | "top1"
  | "family"
  | "legend"
  | "model"
  | "infer_img_size"
  | "train_img_size"
  | "img_size"
  | "param_count_x"
  | "learning_rate"
  | "dataset"
  | "accuracy"
  | "set"
  | "cpu"
  | "gpu"
  | "Family"
  | "Count";

/** The channels of one layer. */
export type LayerChannels = Encoding<Field>;

/** A line of a tooltip. */
export type TooltipLine = StringFieldDef<Field>;

/** A mark and its channels: a chart without its data, or a layer of one. */
export type ChartView = { mark: AnyMark; encoding: LayerChannels };

/** One channel: colour, size and so on. */
export type ChartChannel<Name extends keyof LayerChannels> = NonNullable<LayerChannels[Name]>;

/** A parameter of a whole chart, such as a selection. */
export type ChartParameter = TopLevelParameter;

/** A chart of one layer, as Vega-Lite data. */
export type UnitSpec = TopLevelUnitSpec<Field>;

/** A chart of several layers, as Vega-Lite data. */
export type LayeredSpec = TopLevel<LayerSpec<Field>>;

/** A one-layer chart that notebooks show by themselves. */
export type UnitChart = UnitSpec & Displayable;

/** A layered chart that notebooks show by themselves. */
export type LayeredChart = LayeredSpec & Displayable;

/** The schema of the newest Vega-Lite version that JupyterLab and VS Code can draw. */
export const SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json";
