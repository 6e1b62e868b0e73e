import { join } from "node:path";
import { DataFrame, merge, readCSV, Series } from "danfojs-node";

/** The two tables that getData joins. */
type Tables = { readonly benchmark: string; readonly validation: string };

const FAMILY = /^([a-z]+?(?:v2)?)(?:\d|_|$)/;
const KEPT = /^re[sg]netd?|beit|convnext|levit|efficient|vit|vgg/;
const SUBSET = /^(?:levit|resnetd?|regnetx|vgg|convnext.*|efficientnetv2|beit)$/;

/** getData's steps on danfojs-node. */
export async function danfoData(files: Tables, part: "infer" | "train"): Promise<DataFrame> {
  const benchmark = await readCSV(files.benchmark);
  const validation = await readCSV(files.validation);
  const joined = merge({ left: benchmark, right: validation, on: ["model"], how: "inner" });
  const models = joined.column("model").values.map(String);
  const secs = joined.column(`${part}_samples_per_sec`).values.map((rate) => 1 / Number(rate));
  const families = models.map(familyOf);
  joined.addColumn("secs", new Series(secs), { inplace: true });
  joined.addColumn("family", new Series(families), { inplace: true });
  const kept = models.map((model, at) => !model.endsWith("gn") && KEPT.test(families[at] ?? ""));
  return joined.query(new Series(kept)).resetIndex();
}

/** The lesson's chart specs on danfojs-node, with rows as objects and without encodings. */
function danfoSpecs(infer: DataFrame, train: DataFrame): object[] {
  const shared = ["secs", "top1", "family", "model"];
  return [
    { title: "Inference", data: points(infer, [...shared, "infer_img_size"]) },
    { title: "Training", data: points(train, [...shared, "train_img_size"]) },
    { title: "Inference Subset", data: points(subset(infer), [...shared, "infer_img_size"]) },
    { title: "Training Subset", data: points(subset(train), [...shared, "train_img_size"]) },
    { title: "Inference Family Counts", data: rowsOf(infer.column("family").valueCounts()) },
    { title: "Parameters Vs Time", data: points(infer, [...shared, "param_count", "infer_img_size"]) },
    { title: "Accuracy Vs Image Size", data: points(infer, [...shared, "img_size"]) },
  ];
}

/** The work of tsnb-lesson.ts on danfojs-node. */
export async function danfoWork(folder: string): Promise<object[]> {
  return danfoSpecs(
    await danfoData(tables(folder, "infer"), "infer"),
    await danfoData(tables(folder, "train"), "train"),
  );
}

/** The tables in the bundled folder, or timm's own in the folder that `TIMM_RESULTS` names. */
function tables(folder: string, part: string): Tables {
  return process.env["TIMM_RESULTS"] === undefined
    ? { benchmark: join(folder, `${part}-rtx3090.csv`), validation: join(folder, "validation.csv") }
    : {
        benchmark: join(folder, `benchmark-${part}-amp-nhwc-pt111-cu113-rtx3090.csv`),
        validation: join(folder, "results-imagenet.csv"),
      };
}

function points(frame: DataFrame, columns: string[]): object[] {
  return rowsOf(frame.loc({ columns }));
}

function subset(frame: DataFrame): DataFrame {
  return frame.query(new Series(frame.column("family").values.map((family) => SUBSET.test(String(family)))));
}

function familyOf(model: string): string {
  const pretrained = model.includes("in22") ? "_in22" : "";
  return `${FAMILY.exec(model)?.[1] ?? ""}${pretrained}${/resnet.*d/.test(model) ? "d" : ""}`;
}

function rowsOf(table: DataFrame | Series): object[] {
  const names = table instanceof DataFrame ? table.columns : ["Count"];
  return table.values.map((row) =>
    Object.fromEntries(names.map((name, at) => [name, Array.isArray(row) ? row[at] : row])),
  );
}
