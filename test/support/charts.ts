/** Two bars with a title and labels: the smallest chart with every kind of text. */
export const bars = {
  title: "Two bars",
  description: "The count of each kind.",
  width: 200,
  height: 120,
  data: {
    values: [
      { kind: "a", count: 1 },
      { kind: "b", count: 3 },
    ],
  },
  mark: "bar",
  encoding: { x: { field: "kind", type: "nominal" }, y: { field: "count", type: "quantitative" } },
} as const;

/** A clipped area with a gradient: Vega numbers clips and gradients with process-wide counters. */
export const clipped = {
  ...bars,
  title: "Clipped",
  mark: {
    type: "area",
    clip: true,
    color: {
      gradient: "linear",
      x1: 0,
      y1: 0,
      x2: 0,
      y2: 1,
      stops: [
        { offset: 0, color: "white" },
        { offset: 1, color: "green" },
      ],
    },
  },
} as const;
