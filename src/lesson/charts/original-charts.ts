import type { Part } from "../../timm/benchmark-part.ts";
import { imageSizeField, selectedOpacity } from "./channels.ts";
import type { LayerChannels, Field, ChartView, ChartChannel } from "./spec.ts";

// The encodings of the lesson as first published (fastai, "Which image models are best?", 2022), kept
// for comparison. Its flaws stay: ten colours for 22 families, a legend that cannot select, tooltips
// on lines that have nothing to show.

const family = { field: "family", type: "nominal" } as const;
const secs = { field: "secs", type: "quantitative" } as const;
const top1 = { field: "top1", type: "quantitative" } as const;

/** A point per model: accuracy against time. */
export function originalPoints(part: Part): ChartView {
  return { mark: { type: "circle" }, encoding: benchmarkEncoding(part) };
}

/** A line per family: the logarithmic fit of accuracy on time. */
export function originalLines(part: Part): ChartView {
  return { mark: { type: "line" }, encoding: benchmarkEncoding(part) };
}

/** A point per model: time against parameters. */
export function originalParametersVsTime(part: Part): ChartView {
  return {
    mark: { type: "circle" },
    encoding: {
      x: {
        field: "param_count_x",
        type: "quantitative",
        scale: { type: "log" },
        axis: { title: "Parameters (log)" },
      },
      y: { ...secs, scale: { type: "log", zero: false }, axis: { title: "Seconds Per Image (log)" } },
      color: { field: imageSizeField(part), type: "quantitative" },
      tooltip: tooltip(imageSizeField(part)),
      opacity: selectedOpacity(1),
    },
  };
}

/** A point per model: accuracy against image size. */
export function originalAccuracyVsSize(): ChartView {
  return {
    mark: { type: "circle" },
    encoding: {
      x: { field: "img_size", type: "quantitative", scale: { zero: false }, axis: { title: "Image Size" } },
      y: { ...top1, scale: { zero: false }, axis: { title: "Accuracy" } },
      size: { ...secs, scale: { type: "log" } },
      color: family,
      tooltip: tooltip("img_size"),
      opacity: selectedOpacity(1),
    },
  };
}

/** A bar per family: the number of its models. */
export function originalFamilyCounts(): ChartView {
  return {
    mark: { type: "bar" },
    encoding: {
      x: { field: "Count", type: "quantitative" },
      y: { field: "Family", type: "nominal", sort: "-x" },
      tooltip: [{ field: "Count", type: "quantitative" }],
    },
  };
}

function benchmarkEncoding(part: Part): LayerChannels {
  const size = imageSizeField(part);
  return {
    x: { ...secs, scale: { type: "log" }, axis: { title: "Seconds Per Image (log)" } },
    y: { ...top1, scale: { zero: false }, axis: { title: "Imagenet Accuracy" } },
    size: { field: size, type: "quantitative", scale: { type: "pow", exponent: 2 } },
    color: family,
    tooltip: tooltip(size),
    opacity: selectedOpacity(1),
  };
}

function tooltip(sizeField: Field): ChartChannel<"tooltip"> {
  return [
    { ...family, title: "Architecture Family" },
    { field: "model", type: "nominal", title: "Model" },
    { field: sizeField, type: "quantitative", title: "Image Size", format: "," },
    { ...top1, title: "Accuracy" },
    { ...secs, title: "Time (sec)", format: ".2e" },
  ];
}
