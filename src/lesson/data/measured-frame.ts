import type pl from "nodejs-polars";
import type { Part } from "../../timm/benchmark-part.ts";

type Text = pl.DataType.String;
type Int = pl.DataType.Int32;
type Float = pl.DataType.Float64;

/** The columns of getData's frames that do not depend on the part. */
type Common = {
  model: Text;
  family: Text;
  secs: Float;
  top1: Float;
  top1_err: Float;
  top5: Float;
  top5_err: Float;
  param_count_x: Float;
  param_count_y: Float;
  img_size: Int;
  crop_pct: Float;
  interpolation: Text;
};

/** Columns that only sets of 2023 and later have. */
type Later = {
  arch: Text;
  tag: Text;
  pretrained: Text;
  device: Text;
};

type Measured<P extends Part> = { [C in `${P}_samples_per_sec` | `${P}_step_time`]: Float } & {
  [C in `${P}_batch_size` | `${P}_img_size`]: Int;
} & ("infer" extends P ? { infer_gmacs: Float; infer_macts: Float } : unknown);

/** The columns of getData's frame: a chart of it knows their names. Only later sets have all of them. */
export type MeasuredColumns<P extends Part = Part> = {
  [C in keyof (Common & Later & Measured<P>)]: (Common & Later & Measured<P>)[C];
};

/** A frame of getData. */
export type MeasuredFrame<P extends Part = Part> = pl.DataFrame<MeasuredColumns<P>>;
