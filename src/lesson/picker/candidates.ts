import type pl from "nodejs-polars";
import { ColumnError, numbers, texts } from "../data/read-columns.ts";
import type { Limit } from "./constraints.ts";

/** The figures by which a model is weighed; null where timm has none. */
export type Candidate = {
  /** timm's name of the model. */
  readonly model: string;
  /** The family, as getData derives it from the name, such as `levit`. */
  readonly family: string;
  /** The side of the image in pixels. */
  readonly imgSize: number | null;
  /** ImageNet top-1 accuracy in per cent. */
  readonly top1: number | null;
  /** Seconds per image. */
  readonly secs: number | null;
  /** Parameters in millions. */
  readonly params: number | null;
  /** The size of the weights in 32-bit floats, in mebibytes. */
  readonly sizeMiB: number | null;
};

/** A model left out. */
export type Rejected = {
  /** The model and its figures. */
  readonly candidate: Candidate;
  /** The constraints that it missed; empty if it meets all and lacks an accuracy or a time. */
  readonly missed: readonly Limit[];
};

/** A change to a constraint that would let a model in. */
export type Relaxation = {
  /** The constraint to change. */
  readonly constraint: Limit;
  /** The value asked for, in the constraint's unit. */
  readonly asked: number;
  /** The value that would let a model in. */
  readonly needed: number;
  /** The change as a share of the value asked for: 0.1 is 10 per cent. */
  readonly share: number;
  /** The model that it lets in. */
  readonly model: string;
};

/** The effect of one constraint. */
export type Exclusion = {
  /** The constraint that left models out. */
  readonly constraint: Limit;
  /** The number of models that missed it. */
  readonly models: number;
  /** The number of models that missed only it. */
  readonly alone: number;
};

const BYTES_PER_FLOAT = 4;
const MEBIBYTE = 2 ** 20;

/**
 * The size of a model's weights in 32-bit floats.
 *
 * @param params parameters, in millions.
 * @returns mebibytes: params x 10^6 x 4 / 2^20.
 * @example
 * sizeMiB(11.69); // 44.6, a resnet18
 */
export function sizeMiB(params: number): number {
  return (params * 1e6 * BYTES_PER_FLOAT) / MEBIBYTE;
}

/** The rows of a frame of getData as candidates, in its order. */
export function candidates(frame: pl.DataFrame): Candidate[] {
  const families = texts(frame, "family");
  const top1 = numbers(frame, "top1");
  const secs = numbers(frame, "secs");
  const params = numbers(frame, frame.columns.includes("param_count_y") ? "param_count_y" : "param_count_x");
  const sizes = numbers(frame, imageSizeColumn(frame));
  return texts(frame, "model").map((model, row) => {
    const count = params[row] ?? null;
    return {
      model: model ?? "(no name)",
      family: families[row] ?? "(no family)",
      imgSize: sizes[row] ?? null,
      top1: top1[row] ?? null,
      secs: positive(secs[row]),
      params: count,
      sizeMiB: count === null ? null : sizeMiB(count),
    };
  });
}

/** A time; null for one of 0 or less, which nobody measured. */
function positive(secs: number | null | undefined): number | null {
  return typeof secs === "number" && secs > 0 ? secs : null;
}

const figures: Record<Limit, (candidate: Candidate) => number | null> = {
  minTop1: ({ top1 }) => top1,
  maxSecs: ({ secs }) => secs,
  maxParams: ({ params }) => params,
  maxSizeMiB: ({ sizeMiB: size }) => size,
  imgSize: ({ imgSize }) => imgSize,
};

/** The figure of a candidate to which a limit applies. */
export function figure(candidate: Candidate, limit: Limit): number | null {
  return figures[limit](candidate);
}

/** True when a figure keeps within a limit. */
export function meets(limit: Limit, asked: number, got: number): boolean {
  if (limit === "minTop1") return got >= asked;
  if (limit === "imgSize") return got === asked;
  return got <= asked;
}

function imageSizeColumn(frame: pl.DataFrame): string {
  const found = ["infer_img_size", "train_img_size", "img_size"].find((name) => frame.columns.includes(name));
  if (found === undefined) {
    throw new ColumnError("infer_img_size", "Give a frame of getData", "there is no such column", frame.columns);
  }
  return found;
}
