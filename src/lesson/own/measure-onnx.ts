import { basename } from "node:path";
import type pl from "nodejs-polars";
import * as v from "valibot";
import { messageOf, TsnbError } from "../../util/error.ts";
import { polars } from "../../util/polars.ts";

/** The package onnxruntime-node is not installed, or does not load. */
export class OnnxMissingError extends TsnbError {
  override readonly name = "OnnxMissingError";

  constructor(cause: unknown) {
    const got = messageOf(cause).split("\n")[0] ?? "it does not load";
    // Its install script downloads libraries for NVIDIA's graphics cards on Linux; the processor's are in the package.
    const fix = "Run `npm install --ignore-scripts onnxruntime-node`";
    super({ doing: "Loading onnxruntime-node", got, fix }, { cause });
  }
}

/** A file that is not an ONNX model of images, or does not run. */
export class OnnxModelError extends TsnbError {
  override readonly name = "OnnxModelError";

  constructor(file: string, got: string, fix: string, cause?: unknown) {
    super({ doing: `Measuring ${file}`, got, fix }, { cause });
  }
}

/** A number of images, pixels or runs that cannot be measured. */
export class MeasureOptionError extends TsnbError {
  override readonly name = "MeasureOptionError";

  constructor(option: string, got: unknown, least: number) {
    super({
      doing: "Measuring ONNX models",
      got: `${option} is ${String(got)}`,
      fix: `Give a whole number, ${least} or more`,
    });
  }
}

/** Options of {@link measureOnnx}. */
export type MeasureOptions = {
  /** The numbers of images to run at once, each measured in turn; [1] by default. */
  readonly batchSizes?: readonly number[];
  /** The side of the images in pixels, if the model leaves it open; 224 by default. */
  readonly imgSize?: number;
  /** The number of warm-up runs, which do not count; 3 by default. */
  readonly warmUp?: number;
  /** The number of runs that count, of which the median is taken; 15 by default. */
  readonly runs?: number;
  /** Called after each model and batch size. */
  readonly onProgress?: (done: number, total: number, model: string) => void;
};

type Tensor = object;
type Session = {
  readonly inputNames: readonly string[];
  readonly inputMetadata?: unknown;
  run(feeds: Record<string, Tensor>): Promise<unknown>;
  release(): Promise<void>;
};

/** The part of onnxruntime-node that is used. */
export type OnnxRuntime = {
  readonly InferenceSession: { create(file: string): Promise<Session> };
  readonly Tensor: new (type: "float32", data: Float32Array, dims: readonly number[]) => Tensor;
};

const Input = v.object({ name: v.string(), type: v.string(), shape: v.array(v.union([v.number(), v.string()])) });

const CHANNELS = 3;

/**
 * Times the reader's own models on this machine's processor: for each file and batch size, the median of several
 * runs after a warm-up. All files are checked before the first is timed. It needs the package onnxruntime-node, which is
 * loaded only when this is called.
 *
 * @param files ONNX models with one input of images: float32, [batch, 3, height, width].
 * @returns a row for each file and batch size: `model` (the file's name), `family` ("yours"), `secs` (seconds per
 *   image), `spread` (between the quartiles of the runs, seconds per image), `top1` and `param_count_x` (null),
 *   `infer_batch_size`, `infer_img_size` and `img_size` (pixels).
 * @throws {OnnxMissingError} when onnxruntime-node is not installed.
 * @throws {OnnxModelError} when a file is not such a model, or takes another number of images at once.
 * @throws {MeasureOptionError} when an option is not a whole number, or too small.
 * @example
 * const measured = await measureOnnx([], { batchSizes: [1, 8] }).catch(String);
 */
export async function measureOnnx(files: readonly string[], options: MeasureOptions = {}): Promise<pl.DataFrame> {
  return measureWith(await loadRuntime(), files, options);
}

async function loadRuntime(): Promise<OnnxRuntime> {
  const name = "onnxruntime-node";
  try {
    const runtime: { default: OnnxRuntime } = await import(name);
    return runtime.default;
  } catch (error) {
    throw new OnnxMissingError(error);
  }
}

/** The same as {@link measureOnnx}, with a given runtime. */
export async function measureWith(
  runtime: OnnxRuntime,
  files: readonly string[],
  options: MeasureOptions,
): Promise<pl.DataFrame> {
  const { batchSizes = [1], onProgress } = options;
  checkOptions(options);
  for (const file of files) {
    const session = await opened(runtime, file);
    try {
      for (const batch of batchSizes) inputOf(session, { file, batch, options });
    } finally {
      await session.release();
    }
  }
  const rows: Measured[] = [];
  for (const file of files) {
    const model = basename(file, ".onnx");
    const session = await opened(runtime, file);
    try {
      for (const batch of batchSizes) {
        rows.push({ model, ...(await timed(runtime, session, { file, batch, options })) });
        onProgress?.(rows.length, files.length * batchSizes.length, model);
      }
    } finally {
      await session.release();
    }
  }
  return frameOf(rows);
}

function checkOptions({ batchSizes = [], imgSize = 224, warmUp = 0, runs = 1 }: MeasureOptions): void {
  const given: [string, number, number][] = [
    ...batchSizes.map((size): [string, number, number] => ["a batch size", size, 1]),
    ["imgSize", imgSize, 1],
    ["warmUp", warmUp, 0],
    ["runs", runs, 1],
  ];
  for (const [option, value, least] of given) {
    if (!Number.isInteger(value) || value < least) throw new MeasureOptionError(option, value, least);
  }
}

type Measured = {
  readonly model: string;
  readonly secs: number;
  readonly spread: number;
  readonly batch: number;
  readonly size: number;
};
type Task = { readonly file: string; readonly batch: number; readonly options: MeasureOptions };

async function opened(runtime: OnnxRuntime, file: string): Promise<Session> {
  try {
    return await runtime.InferenceSession.create(file);
  } catch (error) {
    throw new OnnxModelError(file, inOneLine(error), "Give the path of an ONNX model", error);
  }
}

async function timed(
  runtime: OnnxRuntime,
  session: Session,
  { file, batch, options }: Task,
): Promise<Omit<Measured, "model">> {
  const { warmUp = 3, runs = 15 } = options;
  const { name, height, width } = inputOf(session, { file, batch, options });
  const images = new Float32Array(batch * CHANNELS * height * width);
  const feeds = { [name]: new runtime.Tensor("float32", images, [batch, CHANNELS, height, width]) };
  const seconds: number[] = [];
  try {
    for (let run = 0; run < warmUp + runs; run++) {
      const begun = performance.now();
      await session.run(feeds);
      if (run >= warmUp) seconds.push((performance.now() - begun) / 1000 / batch);
    }
  } catch (error) {
    throw new OnnxModelError(
      file,
      inOneLine(error),
      `Check that it takes ${batch} images of ${height} x ${width}`,
      error,
    );
  }
  return {
    secs: quantile(seconds, 0.5),
    spread: quantile(seconds, 0.75) - quantile(seconds, 0.25),
    batch,
    size: height,
  };
}

function inputOf({ inputNames, inputMetadata }: Session, { file, batch, options: { imgSize = 224 } }: Task) {
  const [name, ...others] = inputNames;
  const fix = "Give a model with one input of float32 images: [batch, 3, height, width]";
  if (name === undefined || others.length > 0)
    throw new OnnxModelError(file, `it has ${inputNames.length} inputs`, fix);
  // Older versions do not describe inputs.
  const described = v.safeParse(v.tuple([Input]), inputMetadata);
  if (!described.success) return { name, height: imgSize, width: imgSize };
  const [{ type, shape }] = described.output;
  const [atOnce, channels, height, width] = shape;
  if (type !== "float32" || shape.length !== 4 || (typeof channels === "number" && channels !== CHANNELS)) {
    throw new OnnxModelError(file, `its input is ${type} [${shape.join(", ")}]`, fix);
  }
  if (typeof atOnce === "number" && atOnce > 0 && atOnce !== batch) {
    const got = `it takes ${atOnce} at once, not ${batch}`;
    throw new OnnxModelError(file, got, `Give batchSizes: [${atOnce}], or export the model with a variable batch`);
  }
  const sideOf = (side: string | number | undefined): number => (typeof side === "number" && side > 0 ? side : imgSize);
  return { name, height: sideOf(height), width: sideOf(width) };
}

function inOneLine(error: unknown): string {
  return messageOf(error).replaceAll(/\s+/g, " ").replace(/\.$/, "");
}

/** A quantile by linear interpolation between the nearest two values. */
function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const [low = 0, high = 0] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  return low + (high - low) * (at - Math.floor(at));
}

function frameOf(rows: readonly Measured[]): pl.DataFrame {
  const column = (name: string, type: pl.DataType, of: (row: Measured) => unknown): pl.Series =>
    polars.Series(name, rows.map(of), type);
  return polars.DataFrame([
    column("model", polars.String, ({ model }) => model),
    column("family", polars.String, () => "yours"),
    column("secs", polars.Float64, ({ secs }) => secs),
    column("spread", polars.Float64, ({ spread }) => spread),
    column("top1", polars.Float64, () => null),
    column("param_count_x", polars.Float64, () => null),
    column("infer_batch_size", polars.Int32, ({ batch }) => batch),
    column("infer_img_size", polars.Int32, ({ size }) => size),
    column("img_size", polars.Int32, ({ size }) => size),
  ]);
}
