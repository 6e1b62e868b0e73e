import type pl from "nodejs-polars";
import { TsnbError } from "../../util/error.ts";
import { polars } from "../../util/polars.ts";
import { checkFrame, records, type Row } from "../data/read-columns.ts";

/** Measurements of which one is throughput and the other the time of a single image. */
export class BatchSizeError extends TsnbError {
  override readonly name = "BatchSizeError";
  /** The reader's model, as its row names it. */
  readonly model: string;
  /** The images per batch of the reader's measurement; 1 for the time of a single image. */
  readonly batchSize: number;

  constructor(model: string, batchSize: number) {
    const isSingle = batchSize === 1;
    super({
      doing: `Placing ${model} among timm's models`,
      got: isSingle
        ? "it was timed with one image at a time, and they in batches"
        : `it was timed in batches of ${batchSize}, and they with one image at a time`,
      fix: `Give ${isSingle ? "a processor's times" : "rows whose infer_batch_size is 1"}: throughput and the time of one image are not comparable`,
    });
    this.model = model;
    this.batchSize = batchSize;
  }
}

/** The reader's models among timm's. */
export type Placement = {
  /**
   * A row for each of the reader's measurements: `model`, `img_size` (pixels), `secs` (seconds per image), `top1` (per
   * cent), `top1_from` (timm's model that this accuracy is of; null for the reader's own), `faster_than` (the share of
   * timm's rows that are slower) and `beaten_by` (the number of timm's rows that are faster and at least as accurate;
   * null without an accuracy).
   */
  readonly models: pl.DataFrame;
  /**
   * The reader's time divided by timm's for the same architecture and image size: the median over the measurements
   * that have such a counterpart; null when none has.
   */
  readonly factor: number | null;
  /** The number of the reader's measurements that have such a counterpart. */
  readonly common: number;
};

type Timed = {
  readonly model: string;
  readonly imgSize: number | null;
  /** The images in a batch; null if unknown. */
  readonly batch: number | null;
  readonly secs: number;
  readonly top1: number | null;
};

/**
 * Places the reader's measurements among timm's. Times on two machines are not comparable: `factor` says by how
 * much they differ for the architectures that both have timed at the same image size.
 *
 * An accuracy that the reader lacks is that of timm's model of the same name at the same image size. A name without a
 * tag for the weights, such as `resnet18`, has an accuracy only if timm's frame has one set of weights for it.
 * Measurements without `infer_batch_size` count as timed like timm's.
 *
 * @param timm a frame of {@link getData} for "infer".
 * @param own a frame of {@link readMeasurements} or {@link measureOnnx}.
 * @throws {BatchSizeError} when one side was timed with one image at a time and the other in batches.
 * @throws {ColumnError} when a column is missing or of another type.
 * @example
 * const timm = await getData("infer");
 * const { models, factor } = placeAmong(timm, timm.head(3));
 * factor; // 1, for these are timm's own
 */
export function placeAmong(timm: pl.DataFrame, own: pl.DataFrame): Placement {
  const [theirs, mine] = [timedIn(timm), timedIn(own)];
  const ratios: number[] = [];
  const rows = mine.map((one) => {
    const timedAlike = theirs.filter((other) => isTimedAlike(one, other));
    if (one.batch !== null && theirs.length > 0 && timedAlike.length === 0)
      throw new BatchSizeError(one.model, one.batch);
    const partner = timedAlike.find((other) => isSameNetwork(one, other));
    if (partner !== undefined) ratios.push(one.secs / partner.secs);
    return placed(one, timedAlike, accuracyOf(one, theirs));
  });
  return { models: frameOf(rows), factor: median(ratios), common: ratios.length };
}

type Accuracy = { readonly top1: number | null; readonly from: string | null };

function placed({ model, imgSize, secs }: Timed, theirs: readonly Timed[], { top1, from }: Accuracy) {
  const faster = theirs.filter((other) => other.secs < secs);
  const slower = theirs.filter((other) => other.secs > secs);
  return {
    model,
    img_size: imgSize,
    secs,
    top1,
    top1_from: from,
    faster_than: theirs.length === 0 ? null : slower.length / theirs.length,
    beaten_by: top1 === null ? null : faster.filter((other) => other.top1 !== null && other.top1 >= top1).length,
  };
}

function accuracyOf(one: Timed, theirs: readonly Timed[]): Accuracy {
  if (one.top1 !== null) return { top1: one.top1, from: null };
  const isUntagged = one.model === architectureOf(one.model);
  const sameSize = theirs.filter((other) => isSameNetwork(one, other));
  const named = sameSize.find(({ model }) => model === one.model);
  const [only, ...others] = named === undefined && isUntagged ? sameSize : [named];
  return only === undefined || others.length > 0
    ? { top1: null, from: null }
    : { top1: only.top1, from: only.top1 === null ? null : only.model };
}

/** True unless one of the two is throughput and the other the time of a single image. */
function isTimedAlike(one: Timed, other: Timed): boolean {
  return one.batch === null || other.batch === null || (one.batch === 1) === (other.batch === 1);
}

function isSameNetwork(one: Timed, other: Timed): boolean {
  return architectureOf(one.model) === architectureOf(other.model) && one.imgSize === other.imgSize;
}

/** A model's name without timm's tag for its weights: `resnet18` for `resnet18.a1_in1k`. */
function architectureOf(model: string): string {
  return model.split(".")[0] ?? model;
}

function timedIn(frame: pl.DataFrame): Timed[] {
  checkFrame(frame);
  const batch = ["infer_batch_size"].filter((column) => frame.columns.includes(column));
  const rows = records(frame, { text: ["model"], number: ["secs", "top1", "img_size", ...batch] });
  return rows.flatMap((row) => {
    const { model, secs } = row;
    if (typeof model !== "string" || typeof secs !== "number") return [];
    const [top1, imgSize, batchSize] = [number(row, "top1"), number(row, "img_size"), number(row, "infer_batch_size")];
    return [{ model, secs, top1, imgSize, batch: batchSize }];
  });
}

function number(row: Row, column: string): number | null {
  const value = row[column];
  return typeof value === "number" ? value : null;
}

function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}

function frameOf(rows: readonly ReturnType<typeof placed>[]): pl.DataFrame {
  const { String, Int32, Float64 } = polars;
  return polars.DataFrame([
    polars.Series(
      "model",
      rows.map(({ model }) => model),
      String,
    ),
    polars.Series(
      "img_size",
      rows.map((row) => row.img_size),
      Int32,
    ),
    polars.Series(
      "secs",
      rows.map(({ secs }) => secs),
      Float64,
    ),
    polars.Series(
      "top1",
      rows.map(({ top1 }) => top1),
      Float64,
    ),
    polars.Series(
      "top1_from",
      rows.map((row) => row.top1_from),
      String,
    ),
    polars.Series(
      "faster_than",
      rows.map((row) => row.faster_than),
      Float64,
    ),
    polars.Series(
      "beaten_by",
      rows.map((row) => row.beaten_by),
      Int32,
    ),
  ]);
}
