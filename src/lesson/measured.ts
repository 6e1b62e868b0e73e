import { join } from "node:path";
import pl from "nodejs-polars";
import { packageRoot } from "../util/package-root.ts";

/**
 * Three networks as computervision-recipes measured them, means over 6 data sets x 5 runs: `model`,
 * `accuracy` (0 to 1), `training_duration_s` (seconds), `inference_1000_s` (seconds per 1000
 * predictions) and `memory_mb` (MiB). The row of squeezenet1_1 keeps the original's slip: an accuracy
 * at 299 pixels beside times at 499.
 *
 * @see https://github.com/microsoft/computervision-recipes (MIT)
 * @example
 * measuredArchitectures().getColumn("model").toArray(); // resnet50, resnet18, squeezenet1_1
 */
export function measuredArchitectures(): pl.DataFrame {
  return read("architectures.csv");
}

/**
 * The same networks at two image sizes: `model`, `img_size` (pixels), `accuracy` (0 to 1),
 * `training_duration_s` (seconds) and `inference_1000_s` (seconds per 1000 predictions).
 *
 * @see https://github.com/microsoft/computervision-recipes (MIT)
 * @example
 * measuredImageSizes().height; // 6
 */
export function measuredImageSizes(): pl.DataFrame {
  return read("image-sizes.csv");
}

/**
 * The data sets of these measurements: `dataset`, `images` and `classes` (counts).
 *
 * @see https://github.com/microsoft/computervision-recipes (MIT)
 * @example
 * measuredDatasets().height; // 6
 */
export function measuredDatasets(): pl.DataFrame {
  return read("datasets.csv");
}

/**
 * Accuracy (0 to 1) by learning rate: `learning_rate` and a column per data set, highest rate first.
 *
 * @see https://github.com/microsoft/computervision-recipes (MIT)
 * @example
 * measuredLearningRates().getColumn("lettuce");
 */
export function measuredLearningRates(): pl.DataFrame {
  return read("learning-rates.csv");
}

/**
 * Accuracy (0 to 1), mean over the data sets, by learning rate and training length: `learning_rate`,
 * `epochs_3` and `epochs_15`, highest rate first.
 *
 * @see https://github.com/microsoft/computervision-recipes (MIT)
 * @example
 * measuredEpochs().getColumn("epochs_15");
 */
export function measuredEpochs(): pl.DataFrame {
  return read("epochs.csv");
}

function read(file: string): pl.DataFrame {
  return pl.readCSV(join(packageRoot(), "data", "computervision-recipes", file));
}
