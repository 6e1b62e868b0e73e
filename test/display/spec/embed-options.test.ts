import { compile, type TopLevelSpec } from "vega-lite";
import { expect, test } from "vitest";
import { chart } from "../../../src/display/chart.ts";
import { isChartStyle } from "../../../src/display/spec/embed-style.ts";
import { embedOptions } from "../../../src/display/spec/embed-options.ts";
import { drawChart } from "../../../src/display/picture/svg.ts";
import { specJson } from "../../../src/display/spec/vega-lite-spec.ts";

const rows = [
  { a: 1, b: 2, kind: "x" },
  { a: 2, b: 3, kind: "y" },
];

async function optionsOf(made: object) {
  const spec = specJson(made);
  return JSON.parse(JSON.stringify(embedOptions(spec, await drawChart(spec))));
}

function compiled(made: object): { signals?: unknown; width?: unknown } {
  const spec: TopLevelSpec = JSON.parse(JSON.stringify(made));
  return compile(spec).spec;
}

test("a chart takes the page's colours, and draws many rows on a canvas", async () => {
  const made = chart(rows).point({ x: "a", y: "b" });
  const { config, renderer } = await optionsOf(made);
  expect(config).toMatchObject({ background: "transparent", title: { color: "currentColor" } });
  expect(renderer).toBe("svg");
  const many = Array.from({ length: 3001 }, (_, a) => ({ a }));
  expect((await optionsOf(chart(many).point({ x: "a" }))).renderer).toBe("canvas");
});

test("a chart is known by its style", async () => {
  const { defaultStyle } = await optionsOf(chart(rows).point({ x: "a", y: "b" }));
  expect([defaultStyle, `${defaultStyle} of a later version`].map(isChartStyle)).toEqual([true, true]);
  expect([true, undefined, "", ".vega-embed{position:relative}"].map(isChartStyle)).toEqual([
    false,
    false,
    false,
    false,
  ]);
});

test("a chart with a background keeps its colours", async () => {
  const spec = JSON.parse(JSON.stringify(chart(rows).point({ x: "a" })));
  expect(Object.keys((await optionsOf({ ...spec, background: "white" })).config)).toEqual(["legend"]);
  expect(Object.keys((await optionsOf({ ...spec, config: { background: "white" } })).config)).toEqual(["legend"]);
});

test("the patch of a chart's width fits the Vega spec: it adds to signals where there are any", async () => {
  const plain = chart(rows).point({ x: "a", y: "b" }).size(300);
  const { width } = await drawChart(specJson(plain));
  expect(compiled(plain)).not.toHaveProperty("signals");
  const [signals, autosize] = (await optionsOf(plain)).patch;
  expect(signals).toMatchObject({ path: "/signals", value: [{ name: "width", on: [{ events: "window:resize" }] }] });
  expect(signals.value[0].init).toContain(`clamp(containerSize()[0], 200, ${Math.ceil(width)})`);
  expect(autosize).toEqual({ op: "add", path: "/autosize", value: { type: "fit-x", contains: "padding" } });

  for (const made of [plain.interactive(), chart(rows).bar({ x: "a", y: "kind" })]) {
    expect(compiled(made).signals).toBeInstanceOf(Array);
    expect((await optionsOf(made)).patch[0]).toMatchObject({ path: "/signals/-", value: { name: "width" } });
  }
});

test("charts of several frames, or with a size of their own, keep it", async () => {
  const points = chart(rows).point({ x: "a", y: "b" });
  const spec = JSON.parse(JSON.stringify(points));
  expect(await optionsOf(points.facet("kind"))).not.toHaveProperty("patch");
  expect(await optionsOf(points.concat(points))).not.toHaveProperty("patch");
  expect(await optionsOf({ ...spec, autosize: "none" })).not.toHaveProperty("patch");
  expect(
    await optionsOf({ ...spec, width: { step: 20 }, encoding: { x: { field: "kind", type: "nominal" } } }),
  ).not.toHaveProperty("patch");
});
