import type pl from "nodejs-polars";
import type { Part } from "../../timm/benchmark-part.ts";
import { type Row, records } from "../data/read-columns.ts";
import type { FamilyKey } from "./families.ts";
import type { Field, ChartParameter, TooltipLine, ChartChannel } from "./spec.ts";

/** Options of every chart function. */
export type ChartOptions = {
  /** The heading; none by default. */
  readonly title?: string | undefined;
  /** The width of the plotting area in pixels; by default the chart's own, 600 to 900. */
  readonly width?: number | undefined;
  /** The height of the plotting area in pixels; by default the chart's own. */
  readonly height?: number | undefined;
  /** True gives the encodings of the original lesson, its flaws included; false by default. */
  readonly faithful?: boolean | undefined;
};

/** Grey symbols for a size legend, legible on white and on dark grey; Vega's black is not. */
export const GREY_SYMBOLS = { symbolFillColor: "#888888", symbolStrokeWidth: 0 };

/** The opacity of a selected point: nearly solid, yet a point beneath shows through. */
export const SOLID = 0.85;

/** The name of the selection that a click on the legend makes. */
export const SELECTION = "family_select";

/** The column of the image sizes at which a part was measured. */
export function imageSizeField(part: Part): "infer_img_size" | "train_img_size" {
  return part === "infer" ? "infer_img_size" : "train_img_size";
}

/** A click on the legend selects families. */
export function familySelection(field: "family" | "legend" = "family"): ChartParameter {
  return { name: SELECTION, select: { type: "point", fields: [field] }, bind: "legend" };
}

/** Selected points stand out; the others fade to a tenth. */
export function selectedOpacity(selected: number): ChartChannel<"opacity"> {
  return { condition: [{ param: SELECTION, value: selected }], value: 0.1 };
}

/** Seconds per image on a log axis, labelled in the unit that fits: 50µs, 2ms. */
export function timeChannel(): ChartChannel<"x"> & ChartChannel<"y"> {
  return {
    field: "secs",
    type: "quantitative",
    scale: { type: "log", nice: false, padding: 15 },
    axis: timeAxis("Time per image (log)"),
  };
}

/** An axis of seconds, labelled in the unit that fits. */
export function timeAxis(title: string) {
  return { title, format: "~s", labelExpr: "datum.label === '' ? '' : datum.label + 's'" };
}

/** Top-1 accuracy in per cent, on an axis that need not start at zero. */
export function accuracyChannel(): ChartChannel<"x"> & ChartChannel<"y"> {
  return {
    field: "top1",
    type: "quantitative",
    scale: { zero: false },
    axis: { title: "ImageNet top-1 accuracy (%)" },
  };
}

/** Point area in proportion to the image's pixels, large enough at a side of 160 to show the shape. */
export function imageSizeChannel(field: Field): ChartChannel<"size"> {
  return {
    field,
    type: "quantitative",
    title: "Image size (px)",
    scale: { type: "pow", exponent: 2, range: [0, 700] },
    legend: { tickCount: 4, ...GREY_SYMBOLS },
  };
}

/** The tooltip of a point. */
export function modelTooltip(sizeField: Field): TooltipLine[] {
  return [
    { field: "family", type: "nominal", title: "Family" },
    { field: "model", type: "nominal", title: "Model" },
    { field: sizeField, type: "quantitative", title: "Image size (px)", format: "," },
    { field: "top1", type: "quantitative", title: "Top-1 accuracy (%)", format: ".2f" },
    { field: "secs", type: "quantitative", title: "Time per image (s)", format: ".3~s" },
  ];
}

/** The heading, description, size and data that open a chart's spec. */
export function frameOf(options: ChartOptions, defaults: { width: number; height: number; description: string }) {
  return {
    ...(options.title === undefined ? {} : { title: options.title }),
    description: defaults.description,
    width: options.width ?? defaults.width,
    height: options.height ?? defaults.height,
  };
}

/** The rows that a chart encodes: their family, their model and these numbers. */
export function chartRows(frame: pl.DataFrame, numbers: readonly Field[]): Row[] {
  return records(frame, { text: ["family", "model"], number: numbers });
}

/** The rows, with `legend` if the key encodes it; families without their own entry come first, to lie beneath. */
export function keyedRows(rows: readonly Row[], key: FamilyKey | undefined): readonly Row[] {
  if (key?.field !== "legend") return rows;
  const keyed = rows.map((row): Row => {
    const { family = null } = row;
    return { ...row, legend: key.entryOf(typeof family === "string" ? family : null) };
  });
  return [...keyed.filter((row) => !isNamed(row)), ...keyed.filter(isNamed)];
}

function isNamed(row: Row): boolean {
  return row["legend"] === row["family"];
}
