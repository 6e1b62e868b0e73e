import { join } from "node:path";
import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import { DARK } from "../../bench/dark-theme.ts";
import { chart } from "../../src/display/chart.ts";
import type { Chart } from "../../src/display/charts/data-chart.ts";
import { chartWarnings, toSvg } from "../../src/display/picture/svg.ts";
import { specJson } from "../../src/display/spec/vega-lite-spec.ts";

const root = join(import.meta.dirname, "..", "..");
const pictures = join(root, "docs", "gallery");

const weather = chart(join(root, "examples", "csv-to-chart", "weather.csv"));
const models = chart(join(root, "data", "2022-07", "infer-rtx3090.csv"));

/** The charts of the page, with their code as the page shows it. */
const GALLERY: readonly { name: string; about: string; code: string; made: Chart }[] = [
  {
    name: "line",
    about: "A line for each value of `color`. A definition in place of a name takes all that Vega-Lite knows.",
    code: `weather.line({ x: "month", y: { field: "temp_c", title: "Temperature (°C)" }, color: "city" }).size(420, 220)`,
    made: weather.line({ x: "month", y: { field: "temp_c", title: "Temperature (°C)" }, color: "city" }).size(420, 220),
  },
  {
    name: "point",
    about: "A point for each row. The second argument has properties of the mark.",
    code: `models.point({ x: { field: "param_count", title: "Parameters (millions)", scale: { type: "log" } },
  y: { field: "infer_step_time", title: "Time per batch (ms)", scale: { type: "log" } } }, { size: 20 }).size(420, 260)`,
    made: models
      .point(
        {
          x: { field: "param_count", title: "Parameters (millions)", scale: { type: "log" } },
          y: { field: "infer_step_time", title: "Time per batch (ms)", scale: { type: "log" } },
        },
        { size: 20 },
      )
      .size(420, 260),
  },
  {
    name: "bar",
    about: "A bar for each row; with an aggregate, for each group. Names on `y` make the bars lie.",
    code: `weather.bar({ x: "city", y: { field: "rain_mm", aggregate: "sum", title: "Rain (mm)" } }).size(240, 200)`,
    made: weather.bar({ x: "city", y: { field: "rain_mm", aggregate: "sum", title: "Rain (mm)" } }).size(240, 200),
  },
  {
    name: "area",
    about: "The area below a line; areas of several colours are stacked.",
    code: `weather.area({ x: "month", y: "rain_mm", color: "city" }).size(420, 200)`,
    made: weather.area({ x: "month", y: "rain_mm", color: "city" }).size(420, 200),
  },
  {
    name: "histogram",
    about: "How many rows lie in each bin of `x`.",
    code: `models.histogram({ x: { field: "param_count", title: "Parameters (millions)" } }).size(420, 200)`,
    made: models.histogram({ x: { field: "param_count", title: "Parameters (millions)" } }).size(420, 200),
  },
  {
    name: "box",
    about: "Median, quartiles, least and most of each group.",
    code: `weather.box({ y: "city", x: "temp_c" }).size(420, 120)`,
    made: weather.box({ y: "city", x: "temp_c" }).size(420, 120),
  },
  {
    name: "heatmap",
    about: "A coloured field for each pair of `x` and `y`, by the mean of `color`.",
    code: `weather.heatmap({ x: { field: "month", timeUnit: "month", title: "Month" }, y: "city", color: "rain_mm" }).size(420, 80)`,
    made: weather
      .heatmap({ x: { field: "month", timeUnit: "month", title: "Month" }, y: "city", color: "rain_mm" })
      .size(420, 80),
  },
  {
    name: "facet",
    about: "The chart once for each value of a field, on the same axes.",
    code: `weather.line({ x: "month", y: "temp_c" }).size(420, 160).facet("city", { columns: 2 })`,
    made: weather.line({ x: "month", y: "temp_c" }).size(420, 160).facet("city", { columns: 2 }),
  },
  {
    name: "layer",
    about: "Charts over each other, on the same axes.",
    code: `weather.line({ x: "month", y: "temp_c", color: "city" }).size(420, 200).title("Monthly means")
  .layer(weather.point({ x: "month", y: "temp_c", color: "city", shape: "city" }))`,
    made: weather
      .line({ x: "month", y: "temp_c", color: "city" })
      .size(420, 200)
      .title("Monthly means")
      .layer(weather.point({ x: "month", y: "temp_c", color: "city", shape: "city" })),
  },
  {
    name: "concat",
    about:
      "Charts side by side. Each is `interactive` here: the wheel zooms, dragging pans, a click in the legend picks.",
    code: `weather.point({ x: "temp_c", y: "rain_mm", color: "city" }).tooltip("month", "temp_c", "rain_mm")
  .interactive().size(200, 180).concat(weather.bar({ x: "month", y: "rain_mm" }).size(200, 180))`,
    made: weather
      .point({ x: "temp_c", y: "rain_mm", color: "city" })
      .tooltip("month", "temp_c", "rain_mm")
      .interactive()
      .size(200, 180)
      .concat(weather.bar({ x: "month", y: "rain_mm" }).size(200, 180)),
  },
];

describe.each(GALLERY)("$name", ({ name, code, made }) => {
  test("equals the result of its code in the page", () => {
    expect(JSON.stringify(runInNewContext(code, { weather, models }))).toBe(JSON.stringify(made));
  });

  test("looks as in the gallery, in the light and in the dark theme", async () => {
    await expect(await toSvg(made)).toMatchFileSnapshot(join(pictures, `${name}-light.svg`));
    const dark = await toSvg({ ...specJson(made), config: DARK });
    await expect(dark).toMatchFileSnapshot(join(pictures, `${name}-dark.svg`));
  });

  test("is drawn without a warning", async () => {
    expect(await chartWarnings(made)).toEqual([]);
  });
});

test("docs/gallery/README.md shows all of them", async () => {
  const sections = GALLERY.map(
    ({ name, about, code }) => `## ${name}

${about}

\`\`\`ts
${code}
\`\`\`

<picture>
  <source media="(prefers-color-scheme: dark)" srcset="${name}-dark.svg">
  <img alt="A chart made by ${name}" src="${name}-light.svg">
</picture>
`,
  );
  await expect(`# Charts by name

\`npx vitest run --project unit test/display/gallery.test.ts -u\` draws the pictures and writes this page.
[Charts](../charts.md) explains the common features. All examples begin with

\`\`\`ts
import { chart } from "tsnb/display";

const weather = chart("examples/csv-to-chart/weather.csv");
const models = chart("data/2022-07/infer-rtx3090.csv");
\`\`\`

${sections.join("\n")}`).toMatchFileSnapshot(join(pictures, "README.md"));
});
