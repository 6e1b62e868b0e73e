import { createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

const FAMILIES = [
  "levit_",
  "resnet",
  "regnetx_",
  "convnext_",
  "vit_",
  "tf_efficientnet_",
  "swin_",
  "deit_",
  "beit_",
  "vgg",
];
const IMAGE_SIZES = [160, 224, 288, 384];

/** The files of timm's July 2022 results that getData("infer") reads. */
export const FILES = {
  validation: "results-imagenet.csv",
  benchmark: "benchmark-infer-amp-nhwc-pt111-cu113-rtx3090.csv",
};

/**
 * Writes a results folder of `rows` made-up models in the layout of timm's July 2022 files. Four of five models of the
 * benchmark are in the validation table; about six of ten belong to a family that the lesson keeps. The rows are the
 * same each time.
 */
export async function writeSyntheticResults(folder: string, rows: number): Promise<void> {
  await mkdir(folder, { recursive: true });
  const random = mulberry32(20_220_727);
  await write(
    join(folder, FILES.validation),
    "model,top1,top1_err,top5,top5_err,param_count,img_size,crop_pct,interpolation",
    rows,
    (row) => {
      const top1 = 60 + random() * 30;
      const top5 = top1 + (100 - top1) * 0.8;
      const numbers = [top1, 100 - top1, top5, 100 - top5].map((value) => value.toFixed(3)).join(",");
      return `${nameOf(row)},${numbers},${(1 + random() * 300).toFixed(2)},${sizeOf(row)},0.900,bicubic`;
    },
  );
  await write(
    join(folder, FILES.benchmark),
    "model,infer_samples_per_sec,infer_step_time,infer_batch_size,infer_img_size,param_count",
    rows,
    (row) => {
      const rate = 10 ** (1.5 + random() * 2.8);
      const name = row % 5 === 0 ? `only_benchmarked_${row}` : nameOf(row);
      return `${name},${rate.toFixed(2)},${(256_000 / rate).toFixed(3)},256,${sizeOf(row)},${(1 + random() * 300).toFixed(2)}`;
    },
  );
}

function nameOf(row: number): string {
  return `${FAMILIES[row % FAMILIES.length]}${row}_patch16${row % 7 === 0 ? "_in22ft1k" : ""}`;
}

function sizeOf(row: number): number {
  return IMAGE_SIZES[row % IMAGE_SIZES.length] ?? 224;
}

async function write(file: string, header: string, rows: number, line: (row: number) => string): Promise<void> {
  function* chunks(): Generator<string> {
    yield `${header}\n`;
    for (let start = 0; start < rows; start += 5000) {
      let chunk = "";
      for (let row = start; row < Math.min(rows, start + 5000); row++) chunk += `${line(row)}\n`;
      yield chunk;
    }
  }
  await pipeline(Readable.from(chunks()), createWriteStream(file));
}

// A small generator of repeatable random numbers (mulberry32, public domain, by Tommy Ettinger).
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
