import type pl from "nodejs-polars";
import type { Part } from "../../timm/benchmark-part.ts";
import type { Naming } from "../../timm/join.ts";
import { query } from "../../timm/query.ts";
import type { Step } from "../../timm/results-folder.ts";
import { polars } from "../../util/polars.ts";

const familyName = "^([a-z]+?(?:v2)?)(?:[0-9]|_|$)";
// Since 2023, names may begin with a variant's origin ("tf_", "legacy_") or timm's own "test_"; families do not.
export const architectureFamily =
  "^(?:(?:adv|bat|dm|eca|ese|gc|lambda|legacy|nf|test|tf|wide)_)?" +
  "(cs3(?:se_)?[a-z]+|halo2botnet|res2ne(?:t|xt)|tiny_vit|inception_next|[a-z]+?(?:v[0-9])?)(?:[0-9]|_|$)";
const pretrainingData = "(laion[a-z0-9]*|webli|openai|jft|ig1b|yfcc100m|swag|seer|m38m|m30m|in22k|in21k|in12k)";

/** The lesson's names: pretraining and the ResNet-D variant are read from the model's name. */
const byModel = `"#family"
  || CASE WHEN model ~ 'in22' THEN '_in22' ELSE '' END
  || CASE WHEN model ~ 'resnet.*d' THEN 'd' ELSE '' END AS family`;

/** Today's names: the ResNet-D variant is read from the architecture, pretraining from the tag. */
const pretrained = `COALESCE("#pretrained", CASE WHEN tag ~ 'clip' THEN 'clip' ELSE 'in1k' END)`;
const byTag = `"#family"
  || CASE WHEN arch ~ '^resnet\\d+d' THEN 'd' ELSE '' END
  || CASE WHEN ${pretrained} = 'in1k' THEN ''
          WHEN ${pretrained} IN ('in21k', 'in22k') THEN '_in22'
          WHEN ${pretrained} = 'in12k' THEN '_in12'
          ELSE '_' || ${pretrained} END AS family,
  ${pretrained} AS pretrained`;

const lessonFamilies = "family ~ '^re[sg]netd?|beit|convnext|levit|efficient|vit|vgg'";

// Built once: an expression takes half a millisecond.
const EXTRACTED: Readonly<Record<Naming, pl.Expr[]>> = {
  plain: [extracted("model", familyName, "#family")],
  tagged: [extracted("arch", architectureFamily, "#family"), extracted("tag", pretrainingData, "#pretrained")],
};

/** The models to keep: those of the families the lesson compares, or all. */
export type Families = "lesson" | "all";

type Selected = { readonly frame: pl.DataFrame; readonly steps: () => Step[] };

const selections = new WeakMap<pl.DataFrame, Map<Families, Selected>>();

/**
 * The lesson's rows of a joined table, with `secs` (seconds per image) and `family` added and, for tagged
 * names, `pretrained`: the data a model saw before ImageNet-1k ("in1k" for none). Rows are selected only once from the
 * same frame: do not change them.
 */
export function selectRows(joined: pl.DataFrame, part: Part, naming: Naming, families: Families): Selected {
  const known = selections.get(joined) ?? new Map<Families, Selected>();
  const selected = known.get(families) ?? select(joined, part, naming, families);
  selections.set(joined, known.set(families, selected));
  return selected;
}

function select(joined: pl.DataFrame, part: Part, naming: Naming, families: Families): Selected {
  const isPlain = naming === "plain";
  const rate = `${part}_samples_per_sec`;
  const groupNorm = `${isPlain ? "model" : "arch"} ~ 'gn$'`;
  const valid = `${rate} IS NOT NULL AND NOT (${groupNorm})`;
  const named = `SELECT * EXCLUDE ("#family"${isPlain ? "" : ', "#pretrained"'}), 1 / ${rate} AS secs, ${isPlain ? byModel : byTag}
    FROM t WHERE ${valid}`;
  const frame = query(
    joined.lazy().withColumns(...EXTRACTED[naming]),
    families === "all" ? named : `SELECT * FROM (${named}) AS named WHERE ${lessonFamilies}`,
  );
  return { frame, steps: () => stepsOf(joined, rate, valid, families, frame.height) };
}

function extracted(column: string, pattern: string, name: string): pl.Expr {
  return polars.col(column).str.extract(pattern, 1).alias(name);
}

function stepsOf(joined: pl.DataFrame, rate: string, valid: string, families: Families, kept: number): Step[] {
  const counts = `SELECT COUNT(${rate}), COUNT(CASE WHEN ${valid} THEN 1 END) AS valid FROM t`;
  const [timed, batchNorm]: unknown[] = query(joined, counts).row(0);
  return [
    { step: "joined", rows: joined.height },
    { step: "with a measured rate", rows: Number(timed) },
    { step: "without names ending in gn", rows: Number(batchNorm) },
    { step: families === "all" ? "of all families" : "of the lesson's families", rows: kept },
  ];
}
