import type { Part } from "./benchmark-part.ts";

/** The content of a column of timm's tables, and the limits of its cells. */
export type Column = {
  kind: "text" | "number" | "whole";
  /** True if the table is unusable without the column. */
  required: boolean;
  /** True if a cell may be empty: upstream leaves out values that it could not measure. */
  empty: boolean;
  /** Cells must lie above this number. */
  above?: number;
  /** Cells must not lie below this number. */
  least?: number;
  /** Cells must not exceed this number. */
  most?: number;
};

export type Columns = Record<string, Column>;

/** True when a number lies within the limits of a column. */
export function isWithin(value: number, { above, least, most }: Column): boolean {
  return (
    (above === undefined || value > above) &&
    (least === undefined || value >= least) &&
    (most === undefined || value <= most)
  );
}

const measured = { kind: "number", required: false, empty: true } satisfies Column;

/** `results-imagenet.csv`: the accuracy of each model on the ImageNet validation set. */
export const validationColumns: Columns = {
  model: { kind: "text", required: true, empty: false },
  top1: { kind: "number", required: true, empty: false, least: 0, most: 100 },
  top1_err: measured,
  top5: measured,
  top5_err: measured,
  param_count: { kind: "number", required: true, empty: true, above: 0 },
  img_size: { kind: "whole", required: true, empty: false, above: 0 },
  crop_pct: measured,
  interpolation: { kind: "text", required: false, empty: true },
};

/** `benchmark-infer-*.csv` and `benchmark-train-*.csv`: the speed of each model on one device. */
export function benchmarkColumns(part: Part): Columns {
  return {
    model: { kind: "text", required: true, empty: false },
    [`${part}_samples_per_sec`]: { kind: "number", required: true, empty: true, above: 0 },
    [`${part}_step_time`]: measured,
    [`${part}_batch_size`]: { kind: "whole", required: false, empty: true, above: 0 },
    [`${part}_img_size`]: { kind: "whole", required: true, empty: false, above: 0 },
    param_count: { kind: "number", required: true, empty: true, above: 0 },
    [`${part}_gmacs`]: measured,
    [`${part}_macts`]: measured,
  };
}
