import type { Part } from "./benchmark-part.ts";

/** The devices whose benchmark files are known, fastest first. */
export const devices = ["rtx5090", "rtx4090", "rtx3090", "i7-12700h", "i9-10940x"] as const;

/** A device that timm was benchmarked on: a GPU (mixed precision, large batches) or a CPU (fp32, one image). */
export type Device = (typeof devices)[number];

/** A table of speeds: the part, device and PyTorch version that were timed. */
export type BenchmarkFile = {
  /** The work that was timed: inference or training. */
  part: Part;
  /** The GPU or CPU that it was timed on. */
  device: Device;
  /** The digits of PyTorch's version: 111 for 1.11, 240 for 2.4.0. */
  pytorch: number;
  /** The order of the axes in memory: `nhwc` is channels last. */
  layout: "nhwc" | "nchw";
  /** True when the models were compiled with TorchDynamo. */
  compiled: boolean;
};

const name = /^benchmark-(infer|train)-[a-z0-9]+-(nhwc|nchw)-pt(\d+)-(?:cu\d+|cpu)-([a-z0-9_]+?)(-dynamo)?\.csv$/;

/** The part, device, PyTorch and memory layout in the name of a benchmark file; null for other files. */
export function benchmarkFile(file: string): BenchmarkFile | null {
  const [, part, layout, pytorch, hardware = "", compiler] = name.exec(file) ?? [];
  const plain = hardware.replace(/^rtx/, "").replaceAll("_", "");
  const device = devices.find((known) => known.replace(/^rtx/, "").replaceAll("-", "") === plain);
  if (device === undefined || (part !== "infer" && part !== "train")) return null;
  return {
    part,
    device,
    pytorch: Number(pytorch),
    layout: layout === "nhwc" ? "nhwc" : "nchw",
    compiled: compiler !== undefined,
  };
}

/**
 * The benchmark to use: that of the named device, else of the fastest; with the named PyTorch version if
 * there is such a file, else with the newest; preferably not compiled, and with channels last.
 */
export function chooseBenchmark<File extends BenchmarkFile>(
  files: readonly File[],
  wanted: { part: Part; device?: Device | undefined; pytorch?: number | undefined },
): File | undefined {
  const { part, device, pytorch } = wanted;
  const rank = (file: File): number => (file.pytorch === pytorch ? Number.MAX_SAFE_INTEGER : file.pytorch);
  return files
    .filter((file) => file.part === part && (device === undefined || file.device === device))
    .toSorted(
      (a, b) =>
        devices.indexOf(a.device) - devices.indexOf(b.device) ||
        rank(b) - rank(a) ||
        Number(a.compiled) - Number(b.compiled) ||
        Number(b.layout === "nhwc") - Number(a.layout === "nhwc"),
    )[0];
}
