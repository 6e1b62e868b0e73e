import { expect, it } from "vitest";
import type { JsonObject } from "../../../../src/jupyter/json.ts";
import { Widgets } from "../../../../src/run/execute/outputs/widgets.ts";

function widgets() {
  const sent: [string, JsonObject][] = [];
  const all = new Widgets((id, state) => sent.push([id, state]));
  const take = (type: string, content: JsonObject, request = "r", buffers: ArrayBuffer[] = []) =>
    all.take({ request, type, content, buffers });
  const open = (id: string, state: JsonObject, data: JsonObject = {}, buffers: ArrayBuffer[] = []) =>
    take("comm_open", { comm_id: id, target_name: "jupyter.widget", data: { state, ...data } }, "r", buffers);
  const update = (id: string, state: JsonObject) =>
    take("comm_msg", { comm_id: id, data: { method: "update", state } });
  return { all, sent, take, open, update };
}

const slider = {
  _model_name: "IntSliderModel",
  _model_module: "@jupyter-widgets/controls",
  _model_module_version: "2",
};
const output = { _model_name: "OutputModel", _model_module: "@jupyter-widgets/output", _model_module_version: "1" };

it("keeps the latest state of each widget, and its buffers in base64", () => {
  const { all, open, update } = widgets();
  const bytes = new Uint8Array([1, 2, 3]).buffer;
  expect(open("a", { ...slider, value: 1 }, { buffer_paths: [["image"]] }, [bytes])).toBe(true);
  expect(update("a", { value: 5 })).toBe(true);
  expect(all.metadata()).toEqual({
    "application/vnd.jupyter.widget-state+json": {
      version_major: 2,
      version_minor: 0,
      state: {
        a: {
          model_name: "IntSliderModel",
          model_module: "@jupyter-widgets/controls",
          model_module_version: "2",
          state: { ...slider, value: 5 },
          buffers: [{ path: ["image"], encoding: "base64", data: "AQID" }],
        },
      },
    },
  });
});

it("has no metadata without widgets, whatever other comms there are", () => {
  const { all, take } = widgets();
  expect(take("comm_open", { comm_id: "x", target_name: "mine", data: { state: slider } })).toBe(true);
  expect(all.metadata()).toBeUndefined();
});

function said(text: string): JsonObject {
  return { outputs: [{ output_type: "stream", name: "stdout", text }] };
}

it("captures outputs into the innermost output widget until its capture ends", () => {
  const { sent, take, open, update } = widgets();
  const print = (text: string) => take("stream", { name: "stdout", text });
  open("outer", { ...output, outputs: [] });
  open("inner", { ...output, outputs: [] });
  expect(print("cell")).toBe(false);
  update("outer", { msg_id: "r" });
  print("1");
  update("inner", { msg_id: "r" });
  print("2");
  update("inner", { msg_id: "" });
  print("3");
  update("outer", { msg_id: "" });
  expect(print("cell")).toBe(false);
  expect(sent).toEqual([
    ["outer", said("1")],
    ["inner", said("2")],
    ["outer", said("13")],
  ]);
});

it("captures nothing of other requests", () => {
  const { take, open, update } = widgets();
  open("a", output);
  update("a", { msg_id: "r" });
  expect(take("stream", { name: "stdout", text: "x" }, "another")).toBe(false);
  expect(take("status", { execution_state: "idle" })).toBe(false);
});

it("sends and stores captured outputs once, at the end of the cell", () => {
  const { all, sent, take, open, update } = widgets();
  open("a", { ...output, outputs: [] });
  take("status", { execution_state: "busy" });
  update("a", { msg_id: "r" });
  for (let line = 0; line < 1000; line++) take("display_data", { data: { "text/plain": `${line}` }, metadata: {} });
  expect(sent).toEqual([]);
  expect(JSON.stringify(all.metadata())).toContain('"text/plain":"999"');
  update("a", { msg_id: "" });
  take("status", { execution_state: "idle" });
  expect(sent).toMatchObject([["a", { outputs: { length: 1000 } }]]);
});

it("sends outputs captured after the cell's end at once", () => {
  const { sent, take, open, update } = widgets();
  open("a", { ...output, outputs: [] });
  take("status", { execution_state: "busy" });
  update("a", { msg_id: "r" });
  take("status", { execution_state: "idle" });
  take("stream", { name: "stdout", text: "late" });
  expect(sent).toEqual([["a", said("late")]]);
});

it("continues from the outputs that the kernel has set, and ignores an echo", () => {
  const { all, sent, take, open, update } = widgets();
  open("a", { ...output, outputs: [] });
  update("a", { msg_id: "r" });
  take("stream", { name: "stdout", text: "old" });
  update("a", said("new"));
  take("stream", { name: "stdout", text: ", more" });
  expect(sent.at(-1)).toEqual(["a", said("new, more")]);
  take("comm_msg", { comm_id: "a", data: { method: "echo_update", state: said("new") } });
  take("stream", { name: "stdout", text: ", last" });
  expect(sent.at(-1)).toEqual(["a", said("new, more, last")]);
  update("a", { outputs: [] });
  take("stream", { name: "stdout", text: "x" });
  expect(sent.at(-1)).toEqual(["a", said("x")]);
  expect(JSON.stringify(all.metadata())).toContain('"text":"x"');
});
