import type pl from "nodejs-polars";
import { polars } from "../../util/polars.ts";
import { frontier } from "../analysis/frontier.ts";
import { subset } from "../analysis/subset.ts";
import { suspects } from "../analysis/suspects.ts";
import { describeResults, getData } from "../data/get-data.ts";
import type { Exercise } from "./exercise.ts";

const notebook = "01-picking-the-best-model";
const ofTraining = "That is the number for training; this is about inference.";

/** The exercises of the first notebook. */
export const pickingExercises: readonly Exercise[] = [
  {
    name: "size-column",
    notebook,
    advice: "Look for the column of `results.validation` that is in pixels.",
    answer: async () => ({
      right: "img_size",
      mistakes: [
        ["crop_pct", "`crop_pct` is a share: how much of the scaled image is kept. Its size in pixels is elsewhere."],
        ["infer_img_size", "That is the benchmark's column. The validation table has one of its own."],
        ["param_count", "`param_count` is the size of the model, not of its images."],
      ],
    }),
  },
  {
    name: "train-rows",
    notebook,
    advice: "Read the training table as the table of inference was read, and take its `height`.",
    answer: async () => {
      const { upstreamSteps } = await describeResults("train");
      const early = upstreamSteps
        .slice(0, -1)
        .map(
          ({ step, rows }) => [rows, `That many rows are left after the step "${step}"; more steps follow.`] as const,
        );
      const infer = await getData("infer");
      return {
        right: (await getData("train")).height,
        mistakes: [[infer.height, "That is the table of inference."], ...early],
      };
    },
  },
  {
    name: "only-inference",
    notebook,
    advice: "Count the models that are on the frontier of inference and not on the frontier of training.",
    answer: async () => {
      const inference = frontier(await getData("infer"));
      const training = frontier(await getData("train"));
      const shared = training.join(inference.select("model"), { on: "model" }).height;
      return {
        right: inference.height - shared,
        mistakes: [
          [training.height - shared, "That is the other way round: on the frontier of training alone."],
          [shared, "That many models are on both."],
          [inference.height, "That is the whole frontier of inference."],
        ],
      };
    },
  },
  {
    name: "suspects-infer",
    notebook,
    advice: "Give `suspects` the table of inference, and count the rows of what it returns.",
    answer: async () => {
      const infer = await getData("infer");
      return {
        right: suspects(infer).height,
        mistakes: [
          [suspects(await getData("train")).height, ofTraining],
          [infer.height, "That is the whole table. `suspects` returns the rows that disagree."],
        ],
      };
    },
  },
  {
    name: "subset-384",
    notebook,
    advice: "Filter the nine families by an image size of exactly 384, and count the rows.",
    answer: async () => {
      const infer = await getData("infer");
      return {
        right: at384(subset(infer)).height,
        mistakes: [
          [at384(infer).height, "That counts all 22 families. Filter `chosen`, which holds the nine."],
          [subset(infer).height, "That is every model of the nine families, whatever its image size."],
          [at384(subset(await getData("train"))).height, ofTraining],
        ],
      };
    },
  },
  {
    name: "frontier-transformers",
    notebook,
    advice: "Filter `all` by the beginning of `arch`: vit, deit, eva or beit.",
    answer: async () => {
      const all = frontier(await getData("infer", { set: "2026-01", device: "rtx5090" }));
      const named = (pattern: string) => all.filter(polars.col("arch").str.contains(pattern)).height;
      return {
        right: named("^(vit|deit|eva|beit)"),
        mistakes: [
          [named("vit|deit|eva|beit"), "That also counts names such as efficientvit: only the beginning matters."],
          [named("^vit"), "That counts vit alone. Add deit, eva and beit."],
          [all.height, "That is the whole frontier."],
        ],
      };
    },
  },
];

function at384(frame: pl.DataFrame): pl.DataFrame {
  return frame.filter(polars.col("img_size").eq(384));
}
