import { join } from "node:path";
import { expect, inject, it } from "vitest";
import {
  button,
  checkbox,
  column,
  dropdown,
  html,
  output,
  progress,
  range,
  row,
  slider,
  text,
} from "../../src/widgets/index.ts";
import { run } from "./support/command.ts";
import { inVenv } from "./support/venv.ts";

type State = Readonly<Record<string, unknown>>;

/** The states of the models that `make` opens, by model name; the first of each name. */
function statesOf(make: () => void): Record<string, State> {
  const states: Record<string, State> = {};
  const key = Symbol.for("tsnb.kernel");
  const openComm = (_target: string, { state }: { state: State }) => {
    states[String(state["_model_name"])] ??= state;
    return { id: "id", send() {}, close() {} };
  };
  Reflect.set(globalThis, key, { openComm, onComm() {}, capture() {} });
  try {
    make();
  } finally {
    Reflect.deleteProperty(globalThis, key);
  }
  return states;
}

// The ids in references to other models differ.
function comparable(states: Record<string, State>): unknown {
  return JSON.parse(JSON.stringify(states).replaceAll(/IPY_MODEL_\w+/g, "IPY_MODEL"));
}

it("the models have exactly the states that ipywidgets gives them", async () => {
  const script = join(import.meta.dirname, "python", "widget_states.py");
  const theirs: Record<string, State> = JSON.parse(await run(inVenv(inject("venv"), "python"), [script]));
  const options = { label: "Label", disabled: true, tooltip: "Tip" };
  const label = { label: "Label", tooltip: "Tip" };
  const ours = statesOf(() => {
    slider(1, 12, { ...options, value: 5 });
    slider(0, 1, options);
    range(0, 10, { ...options, value: [2, 3] });
    dropdown(["gpu", "cpu"], { ...options, value: "cpu" });
    checkbox(true, options);
    button("Label", { tooltip: "Tip" });
    text("levit", { ...options, placeholder: "name" });
    text("levit", { ...options, placeholder: "name", lines: 3 });
    html("<b>x</b>", label);
    progress(3, { ...label, value: 1 });
    output();
    column();
    row();
  });
  expect(comparable(ours)).toEqual(comparable(theirs));
});
