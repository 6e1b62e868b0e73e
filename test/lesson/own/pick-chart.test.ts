import { expect, it } from "vitest";
import { chartWarnings } from "../../../src/display/picture/svg.ts";
import { getData } from "../../../src/lesson/data/get-data.ts";
import { pickChart, placementChart } from "../../../src/lesson/own/pick-chart.ts";
import { placeAmong } from "../../../src/lesson/own/place-among.ts";
import { pickModel } from "../../../src/lesson/picker/pick-model.ts";

const valuesIn = (layer: { readonly data?: unknown }): readonly unknown[] => {
  const values: unknown = Reflect.get(Object(layer.data), "values");
  return Array.isArray(values) ? values : [];
};

it("draws the models that fit, those that do not, the frontier and the recommendation", async () => {
  const pick = pickModel(await getData("infer"), { minTop1: 80, maxSecs: 0.001 });
  if (pick.kind !== "found") throw new Error("a model fits");
  const chart = pickChart(pick, { title: "What fits" });
  const [left, fitting, frontier, best, name] = chart.layer.map(valuesIn);
  expect(left).toHaveLength(pick.rejected.length);
  expect(fitting).toHaveLength(pick.fitting.length);
  expect(frontier).toHaveLength(pick.frontier.length);
  expect(best).toEqual([expect.objectContaining({ model: pick.recommendation.model })]);
  expect(name).toEqual(best);
  expect(chart.description).toBe(String(pick));
  expect(await chartWarnings(chart)).toEqual([]);
});

it("draws the excluded models when nothing fits", async () => {
  const pick = pickModel(await getData("infer"), { minTop1: 99 });
  const layers = pickChart(pick).layer.map(valuesIn);
  expect(layers.map(({ length }) => length)).toEqual([165]);
  expect(await chartWarnings(pickChart(pick))).toEqual([]);
});

it("draws one's own models among timm's, by name", async () => {
  const timm = await getData("infer");
  const { models } = placeAmong(timm, timm.head(2));
  const chart = placementChart(timm, models, { title: "Two" });
  const [theirs, mine] = chart.layer.map(valuesIn);
  expect(theirs).toHaveLength(165);
  expect(mine).toHaveLength(2);
  expect(await chartWarnings(chart)).toEqual([]);
});
