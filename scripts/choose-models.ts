import pl from "nodejs-polars";
import { type Families, selectRows } from "../src/lesson/data/select-rows.ts";
import type { Part } from "../src/timm/benchmark-part.ts";
import { type Device, devices } from "../src/timm/devices.ts";
import { joinBenchmark, type ResultsSet } from "../src/timm/results.ts";
import type { SetName } from "../src/timm/pinned-sets.ts";

type Row = {
  model: string;
  arch: string;
  pretrained: string;
  top1: number;
  secs: number;
  params: number;
};

const lessonArchitectures = /^(?:levit|resnet|regnetx|vgg|convnext(?:v2)?|efficientnetv2|beit)(?:\d|_|$)/;
const smallAlways = /^(?:lcnet|mobilenetv3_small)_/;
const sizeClasses = [1, 2, 4, 6, 8, 10, 12];
const bestPerClass = 6;

/** The names of the models in a bundled set. */
export function chooseModels(set: ResultsSet, name: SetName): Set<string> {
  if (name === "2022-07") {
    const kept = (part: Part): string[] =>
      rowsOf(set, part, "rtx3090", "lesson").getColumn("model").toArray().map(String);
    return new Set([...kept("infer"), ...kept("train")]);
  }
  const byDevice = devices.map((device) => records(rowsOf(set, "infer", device, "all")));
  const all = byDevice[0] ?? [];
  return new Set([
    ...byDevice.flatMap(unbeaten),
    ...mostAccurateOfEach(all.filter((row) => lessonArchitectures.test(row.arch))),
    ...smallModels(all),
  ]);
}

function rowsOf(set: ResultsSet, part: Part, device: Device, families: Families): pl.DataFrame {
  const joined = joinBenchmark(set, part, device).frame;
  return selectRows(joined, part, set.naming, families).frame;
}

function records(frame: pl.DataFrame): Row[] {
  const text = (name: string): string[] => frame.getColumn(name).toArray().map(String);
  const numbers = (name: string): number[] => frame.getColumn(name).toArray().map(Number);
  const [arch, pretrained] = [text("arch"), text("pretrained")];
  const [top1, secs, params] = [numbers("top1"), numbers("secs"), numbers("param_count_y")];
  return text("model").map((model, at) => ({
    model,
    arch: arch[at] ?? "",
    pretrained: pretrained[at] ?? "",
    top1: top1[at] ?? 0,
    secs: secs[at] ?? 0,
    params: params[at] ?? 0,
  }));
}

/** The models that no other beats in accuracy, time and size at once: the best choices for any limits on the three. */
function unbeaten(rows: Row[]): string[] {
  const beats = (one: Row, other: Row): boolean =>
    one.top1 >= other.top1 &&
    one.secs <= other.secs &&
    one.params <= other.params &&
    (one.top1 > other.top1 || one.secs < other.secs || one.params < other.params);
  return rows.filter((row) => !rows.some((other) => beats(other, row))).map((row) => row.model);
}

/** The most accurate model of each architecture and kind of pretraining. */
function mostAccurateOfEach(rows: Row[]): string[] {
  const best = new Map<string, Row>();
  for (const row of rows) {
    const key = `${row.arch}.${row.pretrained}`;
    if (row.top1 > (best.get(key)?.top1 ?? 0)) best.set(key, row);
  }
  return [...best.values()].map((row) => row.model);
}

/** The most accurate models of each size class up to 12 million parameters, and all of two known small families. */
function smallModels(rows: Row[]): string[] {
  const classes = sizeClasses.flatMap((most, at) =>
    rows
      .filter((row) => row.params <= most && row.params > (sizeClasses[at - 1] ?? 0))
      .toSorted((a, b) => b.top1 - a.top1)
      .slice(0, bestPerClass),
  );
  return [...classes, ...rows.filter((row) => smallAlways.test(row.arch))].map((row) => row.model);
}
