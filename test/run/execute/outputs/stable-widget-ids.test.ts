import { expect, it } from "vitest";
import { stableWidgetIds } from "../../../../src/run/execute/outputs/stable-widget-ids.ts";

const STATE = "application/vnd.jupyter.widget-state+json";
const VIEW = "application/vnd.jupyter.widget-view+json";

function run(layout: string, slider: string, any: string) {
  const state = {
    [layout]: { model_name: "LayoutModel", state: {} },
    [slider]: { model_name: "IntSliderModel", state: { layout: `IPY_MODEL_${layout}`, description: `see ${slider}` } },
    [any]: { model_name: "AnyModel", state: { other: [`anywidget:${slider}`] } },
  };
  const ids = stableWidgetIds({ [STATE]: { state, version_major: 2 } });
  const data = { [VIEW]: { model_id: slider, version_major: 2 }, "text/plain": "6" };
  return {
    metadata: ids.metadata,
    outputs: ids.outputs([{ output_type: "display_data", data, metadata: {} }]),
  };
}

it("the ids of widgets go by their order, wherever one names another", () => {
  const [one, two] = [run("0a", "1b", "2c"), run("7f-1", "8f-2", "9f-3")];
  expect(JSON.stringify(two).replaceAll("see 8f-2", "see 1b")).toBe(JSON.stringify(one));
  const models = Object.keys(Object(Object(one.metadata?.[STATE])["state"]));
  expect(new Set(models).size).toBe(3);
  expect(models.every((id) => /^[\da-f]{32}$/.test(id))).toBe(true);
  const text = JSON.stringify(one);
  expect(text).toContain(`"layout":"IPY_MODEL_${models[0]}"`);
  expect(text).toContain(`"other":["anywidget:${models[1]}"]`);
  expect(text).toContain(`"model_id":"${models[1]}"`);
});

it("a notebook without widgets is left alone", () => {
  const outputs = [{ output_type: "display_data" as const, data: { [VIEW]: { model_id: "a" } }, metadata: {} }];
  expect(stableWidgetIds(undefined).metadata).toBeUndefined();
  expect(stableWidgetIds(undefined).outputs(outputs)).toBe(outputs);
});
