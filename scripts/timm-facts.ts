import pl from "nodejs-polars";
import { frontier } from "../src/lesson/analysis/frontier.ts";
import { imageSizeCost } from "../src/lesson/analysis/image-size-cost.ts";
import { architectureFamily, selectRows } from "../src/lesson/data/select-rows.ts";
import { type Device, devices } from "../src/timm/devices.ts";
import { query } from "../src/timm/query.ts";
import { joinBenchmark, type ResultsSet, readResults } from "../src/timm/results.ts";
import { readTestSets, testSets } from "../src/timm/test-sets.ts";
import { csvOf } from "./bundled-files.ts";

const leastTimings = 5;

/** A number rounded to six digits, which is more than timm measures. */
function rounded(value: unknown): number {
  return Number(Number(value).toPrecision(6));
}

/** The files of `data/facts`, by name, from folders with timm's full tables of 2022-07 and of 2026-01. */
export function factFiles(results2022: string, results2026: string): Map<string, string> {
  const then = readResults({ results: results2022 });
  const now = readResults({ results: results2026 });
  const files = {
    "devices.csv": deviceFacts(now),
    "cpu-over-gpu.csv": cpuOverGpu(now),
    "larger-images.csv": largerImages(now),
    "test-sets.csv": testSetFacts(now),
    "frontiers.csv": frontiers(then, now),
    "same-models.csv": sameModels(then, now),
  };
  return new Map(Object.entries(files).map(([name, frame]) => [name, csvOf(frame)]));
}

function measured(set: ResultsSet, device: Device): pl.DataFrame {
  return selectRows(joinBenchmark(set, "infer", device).frame, "infer", set.naming, "all").frame;
}

/** One row for each architecture and image size: models of one architecture share its timing. */
function timings(set: ResultsSet, device: Device): pl.DataFrame {
  return query(measured(set, device), "SELECT DISTINCT arch, img_size, secs FROM t");
}

function deviceFacts(set: ResultsSet): pl.DataFrame {
  const rows = devices.map((device) => {
    const frame = joinBenchmark(set, "infer", device).frame;
    const counts: unknown[] = query(
      frame,
      `SELECT COUNT(*), COUNT(DISTINCT model), COUNT(DISTINCT arch || ' ' || img_size), MEDIAN(infer_batch_size) FROM t`,
    ).row(0);
    const [height, models, timed, batch] = counts.map(Number);
    return { device, measurements: height, models, timings: timed, batch };
  });
  return pl.DataFrame(rows);
}

function cpuOverGpu(set: ResultsSet): pl.DataFrame {
  const gpu = timings(set, "rtx3090").rename({ secs: "gpu" });
  const both = timings(set, "i7-12700h")
    .join(gpu, { on: ["arch", "img_size"] })
    .withColumns(
      pl.col("secs").div(pl.col("gpu")).alias("ratio"),
      pl.col("arch").str.extract(architectureFamily, 1).alias("family"),
    );
  const families = query(
    both,
    `SELECT family, COUNT(*) AS timings, MEDIAN(ratio) AS ratio FROM t
     GROUP BY family HAVING COUNT(*) >= ${leastTimings} ORDER BY ratio DESC, family`,
  );
  const all = { family: "all", timings: both.height, ratio: both.getColumn("ratio").median() };
  return pl.DataFrame([all, ...families.toRecords()].map((row) => ({ ...row, ratio: rounded(row["ratio"]) })));
}

function largerImages(set: ResultsSet): pl.DataFrame {
  const rows = devices.map((device) => {
    const cost = imageSizeCost(measured(set, device));
    const median = (column: string) => rounded(cost.getColumn(column).median());
    const lost = cost.filter(pl.col("gain").lt(0)).height;
    return {
      device,
      models: cost.height,
      gain: median("gain"),
      pixels: median("pixels"),
      slowdown: median("slowdown"),
      lost,
    };
  });
  return pl.DataFrame(rows);
}

function testSetFacts(set: ResultsSet): pl.DataFrame {
  const frame = readTestSets(set.source);
  const rows = testSets.map(({ name, images, classes }) => {
    const known = frame.filter(pl.col(name).isNotNull());
    const best = known.sort(name, true).toRecords()[0];
    const rank: unknown[] = known.select(pl.spearmanRankCorr("imagenet", name).alias("rank")).row(0);
    return {
      set: name,
      images,
      classes,
      measurements: known.height,
      median_top1: rounded(known.getColumn(name).median()),
      rank: rounded(rank[0]),
      best: best?.["model"],
      best_top1: best?.[name],
    };
  });
  return pl.DataFrame(rows);
}

function frontiers(then: ResultsSet, now: ResultsSet): pl.DataFrame {
  const rows = [
    { set: "2022-07", frame: measured(then, "rtx3090") },
    { set: "2026-01", frame: measured(now, "rtx3090") },
  ].flatMap(({ set, frame }) =>
    frontier(frame)
      .toRecords()
      .map((row) => ({
        set,
        model: row["model"],
        img_size: row["img_size"],
        secs: rounded(row["secs"]),
        top1: row["top1"],
        params: row["param_count_y"],
      })),
  );
  return pl.DataFrame(rows);
}

/** The speed-up of the same architecture at the same image size, which is due to the software alone. */
function sameModels(then: ResultsSet, now: ResultsSet): pl.DataFrame {
  const before = measured(then, "rtx3090").select(
    pl.col("model").alias("arch"),
    pl.col("infer_img_size").alias("img_size"),
    pl.col("secs").alias("before"),
  );
  const both = timings(now, "rtx3090").join(before, { on: ["arch", "img_size"] });
  const speedup = both
    .select(pl.col("before").div(pl.col("secs")).alias("speedup"))
    .getColumn("speedup")
    .median();
  return pl.DataFrame([{ device: "rtx3090", models: both.height, speedup: rounded(speedup) }]);
}
