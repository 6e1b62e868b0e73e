import {
  accuracyVsSizeChart,
  buildChart,
  familyCountsChart,
  getData,
  parametersVsTimeChart,
  subsetRegressionChart,
} from "tsnb/lesson";

/** getData for both parts and the seven chart specs of the lesson. */
export async function tsnbWork(): Promise<object[]> {
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
