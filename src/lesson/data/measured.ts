import { join } from "node:path";
import type pl from "nodejs-polars";
import type { Column, Columns } from "../../timm/columns.ts";
import { readTable } from "../../timm/csv/read-table.ts";
import { packageRoot } from "../../util/package-root.ts";

const text: Column = { kind: "text", required: true, empty: false };
const whole: Column = { kind: "whole", required: true, empty: false, above: 0 };
const number: Column = { kind: "number", required: true, empty: false, above: 0 };
const seconds = { accuracy: number, training_s: number, inference_1000_s: number };

const datasets = ["fashionTexture", "flickrLogos32Subset", "food101Subset", "fridgeObjects", "lettuce", "recycle_v3"];

/**
 * The measurements of computervision-recipes, which fine-tuned three models on six small data sets, five
 * runs each. Accuracies are shares of 1, times are seconds.
 */
export type MeasuredTables = {
  /** model, image_size (pixels), accuracy, training_s, inference_1000_s (1000 predictions), size_mb (exported). */
  architectures: pl.DataFrame;
  /** model, image_size (pixels), accuracy, training_s, inference_1000_s: each model at two sizes. */
  imageSizes: pl.DataFrame;
  /** dataset, images, classes. */
  datasets: pl.DataFrame;
  /** learning_rate, and the accuracy on each data set. */
  learningRates: pl.DataFrame;
  /** learning_rate, and the mean accuracy after 3 and after 15 epochs. */
  epochs: pl.DataFrame;
};

/**
 * Reads the measured tables that come with the package. Their source is
 * microsoft/computervision-recipes (MIT), whose table of architectures gives squeezenet1_1 the
 * accuracy of 299 pixels beside the times of 499; here it is that of 499 (0.8366, not 0.8251).
 *
 * @returns five frames; nothing is downloaded.
 * @throws an error naming file, line and column when a table was edited and is no longer valid.
 * @example
 * const { imageSizes } = measuredTables();
 * imageSizes.height; // 6: three models at two sizes
 */
export function measuredTables(): MeasuredTables {
  return {
    architectures: read("architectures", { model: text, image_size: whole, ...seconds, size_mb: number }),
    imageSizes: read("image-sizes", { model: text, image_size: whole, ...seconds }),
    datasets: read("datasets", { dataset: text, images: whole, classes: whole }),
    learningRates: read("learning-rates", {
      learning_rate: number,
      ...Object.fromEntries(datasets.map((name) => [name, number])),
    }),
    epochs: read("epochs", { learning_rate: number, epochs_3: number, epochs_15: number }),
  };
}

function read(name: string, columns: Columns): pl.DataFrame {
  return readTable(join(packageRoot(), "data", "recipes", `${name}.csv`), columns);
}
