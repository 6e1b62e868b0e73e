import { join } from "node:path";
import {
  accuracyVsSizeChart,
  buildChart,
  familyCountsChart,
  getData,
  parametersVsTimeChart,
  subsetRegressionChart,
} from "tsnb/lesson";
import { danfoData, danfoSpecs, type Tables } from "./danfo-lesson.ts";
import { digits, inTurn, markdown, median, timed } from "./measure.ts";

/**
 * getData for both parts and the seven chart specs of the lesson, in one process with the same work in
 * Danfo, on the bundled tables or, where `TIMM_RESULTS` names a results folder, on timm's own.
 */
export async function benchLesson(folder: string, rounds: number): Promise<string> {
  const contestants = {
    tsnb: () => timed(() => tsnbWork()),
    danfo: () => timed(() => danfoWork(folder)),
  };
  await inTurn(3, contestants);
  const figures = await inTurn(rounds, contestants);
  const ours = median(figures["tsnb"] ?? []);
  const rows = Object.entries(figures).map(([name, times]) => [
    name,
    digits(median(times)),
    digits(Math.min(...times)),
    digits(Math.max(...times)),
    `${digits(median(times) / ours)} x`,
  ]);
  return markdown(["getData + 7 chart specs", "median ms", "min", "max", "to tsnb"], rows);
}

async function tsnbWork(): Promise<object[]> {
  const infer = await getData("infer");
  const train = await getData("train");
  return [
    buildChart(infer, "infer", { title: "Inference" }),
    buildChart(train, "train", { title: "Training" }),
    subsetRegressionChart(infer, "infer", { title: "Inference Subset" }),
    subsetRegressionChart(train, "train", { title: "Training Subset" }),
    familyCountsChart(infer, { title: "Inference Family Counts" }),
    parametersVsTimeChart(infer, "infer", { title: "Parameters Vs Time" }),
    accuracyVsSizeChart(infer, { title: "Accuracy Vs Image Size" }),
  ];
}

async function danfoWork(folder: string): Promise<object[]> {
  return danfoSpecs(
    await danfoData(tables(folder, "infer"), "infer"),
    await danfoData(tables(folder, "train"), "train"),
  );
}

/** The tables of the bundled folder, or of timm's own where `TIMM_RESULTS` names that. */
function tables(folder: string, part: string): Tables {
  return process.env["TIMM_RESULTS"] === undefined
    ? { benchmark: join(folder, `${part}-rtx3090.csv`), validation: join(folder, "validation.csv") }
    : {
        benchmark: join(folder, `benchmark-${part}-amp-nhwc-pt111-cu113-rtx3090.csv`),
        validation: join(folder, "results-imagenet.csv"),
      };
}
