import type pl from "nodejs-polars";
import { shownSpec } from "../../display/chart.ts";
import { accuracyChannel, type ChartOptions, frameOf, timeChannel } from "../charts/channels.ts";
import { type LayeredChart, type LayeredSpec, SCHEMA, type TooltipLine } from "../charts/spec.ts";
import { records } from "../data/read-columns.ts";
import type { Candidate } from "../picker/candidates.ts";
import type { ModelPick } from "../picker/model-pick.ts";

const GREY = "#9a9a9a";
const BLUE = "#2a7ab9";
const ORANGE = "#d1590a";

const TOOLTIP: TooltipLine[] = [
  { field: "model", type: "nominal", title: "Model" },
  { field: "top1", type: "quantitative", title: "Top-1 accuracy (%)", format: ".2f" },
  { field: "secs", type: "quantitative", title: "Time per image (s)", format: ".3~s" },
];

type Point = { readonly model: string; readonly secs: number; readonly top1: number };

/**
 * The answer of {@link pickModel} as a chart: models left out are small and grey, those that fit are blue, the
 * frontier among them is a staircase, and the recommendation is an orange diamond with its name. Empty
 * layers are left out.
 *
 * @param pick an answer of pickModel.
 * @returns a Vega-Lite chart, 700 x 380 pixels by default.
 * @example
 * pickChart(pickModel(await getData("infer"), { maxSecs: 0.0005 }), { title: "Within half a millisecond" });
 */
export function pickChart(pick: ModelPick, options: ChartOptions = {}): LayeredChart {
  const fitting = pick.kind === "found" ? pick.fitting : [];
  const frontier = pick.kind === "found" ? pick.frontier : [];
  const best = pick.kind === "found" ? [pick.recommendation] : [];
  const left = pick.rejected.map(({ candidate }) => candidate);
  return layered(options, String(pick), [
    points(pointsOf(left), { color: GREY, size: 18, shape: "circle", opacity: 0.5 }),
    points(pointsOf(fitting), { color: BLUE, size: 40, shape: "circle", opacity: 0.8 }),
    stairs(pointsOf(frontier)),
    ...named(pointsOf(best)),
  ]);
}

/**
 * The reader's models among timm's: timm's are small and grey with their frontier, the reader's are orange diamonds
 * with names. Models without an accuracy are left out.
 *
 * @param timm a frame of {@link getData}.
 * @param models the `models` of {@link placeAmong}.
 * @returns a Vega-Lite chart, 700 x 380 pixels by default.
 * @throws {ColumnError} when a column is missing or of another type.
 * @example
 * const timm = await getData("infer");
 * placementChart(timm, placeAmong(timm, timm.head(3)).models, { title: "Three of them" });
 */
export function placementChart(timm: pl.DataFrame, models: pl.DataFrame, options: ChartOptions = {}): LayeredChart {
  const [theirs, mine] = [pointsIn(timm), pointsIn(models)];
  const description = `${mine.length} of your models among ${theirs.length} of timm's: accuracy against time per image.`;
  return layered(options, description, [
    points(theirs, { color: GREY, size: 25, shape: "circle", opacity: 0.6 }),
    ...named(mine),
  ]);
}

type Layer = LayeredSpec["layer"][number];

function layered(options: ChartOptions, description: string, layer: Layer[]): LayeredChart {
  const spec: LayeredSpec = {
    $schema: SCHEMA,
    ...frameOf(options, { width: 700, height: 380, description }),
    // A layer without points has no extent to draw.
    layer: layer.filter((one) => !isEmpty(one)),
  };
  return shownSpec(spec);
}

function isEmpty({ data }: Layer): boolean {
  return (
    data !== undefined && data !== null && "values" in data && Array.isArray(data.values) && data.values.length === 0
  );
}

type Mark = {
  readonly color: string;
  readonly size: number;
  readonly shape: "circle" | "diamond";
  readonly opacity: number;
};

function points(values: Point[], mark: Mark): Layer {
  return {
    data: { values },
    mark: { type: "point", filled: true, ...mark },
    encoding: { x: timeChannel(), y: accuracyChannel(), tooltip: TOOLTIP },
  };
}

function stairs(values: Point[]): Layer {
  return {
    data: { values },
    mark: { type: "line", interpolate: "step-after", color: BLUE },
    encoding: { x: timeChannel(), y: accuracyChannel() },
  };
}

function named(values: Point[]): Layer[] {
  return [
    points(values, { color: ORANGE, size: 160, shape: "diamond", opacity: 1 }),
    {
      data: { values },
      mark: { type: "text", dy: -14, color: ORANGE, fontWeight: "bold" },
      encoding: { x: timeChannel(), y: accuracyChannel(), text: { field: "model", type: "nominal" } },
    },
  ];
}

function pointsOf(candidates: readonly Candidate[]): Point[] {
  return candidates.flatMap(({ model, secs, top1 }) => (secs === null || top1 === null ? [] : [{ model, secs, top1 }]));
}

function pointsIn(frame: pl.DataFrame): Point[] {
  return records(frame, { text: ["model"], number: ["secs", "top1"] }).flatMap(({ model, secs, top1 }) =>
    typeof model === "string" && typeof secs === "number" && typeof top1 === "number" ? [{ model, secs, top1 }] : [],
  );
}
