import pl from "nodejs-polars";
import type { Part } from "../timm/columns.ts";
import type { Naming } from "../timm/join.ts";
import type { Step } from "../timm/results-folder.ts";

const familyName = "^([a-z]+?(?:v2)?)(?:\\d|_|$)";
const lessonFamilies = "^re[sg]netd?|beit|convnext|levit|efficient|vit|vgg";
const pretrainedOn = "(laion[a-z0-9]*|webli|openai|jft|ig1b|yfcc100m|swag|seer|m38m|m30m|in22k|in21k|in12k)";

/** Which models to keep: those of the families the lesson compares, or all. */
export type Families = "lesson" | "all";

/**
 * The lesson's rows of a joined table, with `secs` (seconds per image) and `family` added, and since
 * tags exist `pretrained`, the data a model saw before ImageNet-1k ("in1k" where none).
 */
export function selectRows(
  joined: pl.DataFrame,
  part: Part,
  naming: Naming,
  families: Families,
): { frame: pl.DataFrame; steps: Step[] } {
  const name = naming === "plain" ? "model" : "arch";
  const secs = pl
    .lit(1)
    .div(pl.col(`${part}_samples_per_sec`))
    .alias("secs");
  const base = pl.col(name).str.extract(familyName, 1).alias("family");
  const timed = joined.filter(pl.col(`${part}_samples_per_sec`).isNotNull()).withColumns(secs, base);
  const batchNormalised = timed.filter(pl.col(name).str.contains("gn$").not());
  const named = naming === "plain" ? byModel(batchNormalised) : byTag(batchNormalised);
  const kept = families === "all" ? named : named.filter(pl.col("family").str.contains(lessonFamilies));
  const steps = [
    { step: "joined", rows: joined.height },
    { step: "with a measured rate", rows: timed.height },
    { step: "without names ending in gn", rows: batchNormalised.height },
    { step: families === "all" ? "of all families" : "of the lesson's families", rows: kept.height },
  ];
  return { frame: kept, steps };
}

/** The lesson's names: pretraining and the ResNet-D variant are read from the model's name. */
function byModel(frame: pl.DataFrame): pl.DataFrame {
  return frame.withColumn(suffixed("in22", "_in22")).withColumn(suffixed("resnet.*d", "d"));
}

function suffixed(pattern: string, suffix: string): pl.Expr {
  const family = pl.col("family");
  const longer = pl.concatString([family, pl.lit(suffix)], "");
  return pl.when(pl.col("model").str.contains(pattern)).then(longer).otherwise(family).alias("family");
}

/** The names of today: the ResNet-D variant is read from the architecture, pretraining from the tag. */
function byTag(frame: pl.DataFrame): pl.DataFrame {
  const family = pl.col("family");
  const variant = pl.when(pl.col("arch").str.contains("^resnet\\d+d")).then(pl.lit("d")).otherwise(pl.lit(""));
  const found = pl.col("tag").str.extract(pretrainedOn, 1);
  const clip = pl.when(pl.col("tag").str.contains("clip")).then(pl.lit("clip")).otherwise(pl.lit("in1k"));
  const pretrained = pl.when(found.isNotNull()).then(found).otherwise(clip).alias("pretrained");
  const short = pl.col("pretrained").str.replace("^in2[12]k$", "in22").str.replace("^in12k$", "in12");
  const suffix = pl
    .when(pl.col("pretrained").eq(pl.lit("in1k")))
    .then(pl.lit(""))
    .otherwise(pl.concatString([pl.lit("_"), short], ""));
  return frame.withColumn(pretrained).withColumn(pl.concatString([family, variant, suffix], "").alias("family"));
}
