import { inspect } from "node:util";
import { describe, expect, expectTypeOf, it } from "vitest";
import { html as markup } from "../../src/display/markup.ts";
import { bundle } from "../../src/display/bundle.ts";
import {
  anywidget,
  button,
  checkbox,
  column,
  dropdown,
  html,
  interact,
  output,
  progress,
  range,
  row,
  slider,
  text,
  WidgetOptionError,
  WidgetValueError,
} from "../../src/widgets/index.ts";

const MODULE = "export default { render() {} };";

/** A value that only JavaScript can pass: TypeScript accepts it for any type. */
function misfit(given: unknown): never;
function misfit(given: unknown): unknown {
  return given;
}

describe("a control in a script", () => {
  it.each([
    ["slider", slider(1, 12), 6],
    ["slider of fractions", slider(0, 1), 0.5],
    ["slider with a step", slider(0, 10, { step: 4 }), 4],
    ["slider of one number", slider(0.5, 0.5), 0.5],
    ["slider whose step is its range", slider(0.1, 0.3, { step: 0.2 }), 0.1],
    ["range", range(0, 10, { value: [2, 3] }), [2, 3]],
    ["dropdown", dropdown(["gpu", "cpu"]), "gpu"],
    ["dropdown of labels", dropdown({ one: 1, many: 256 }, { value: 256 }), 256],
    [
      "dropdown of a Map",
      dropdown(
        new Map([
          ["256", 256],
          ["64", 64],
        ]),
      ),
      256,
    ],
    ["dropdown with whole numbers for labels", dropdown({ one: 1, "256": 256, "64": 64 }, { value: 1 }), 1],
    ["checkbox", checkbox(true), true],
    ["button", button("Go"), 0],
    ["text field", text("levit"), "levit"],
    ["piece of HTML", html(markup`<b>${"<"}</b>`), "<b>&lt;</b>"],
    ["progress bar", progress(3), 0],
    ["place for outputs", output(), []],
    ["column", column(slider(1, 3), checkbox()), [2, false]],
  ])("is its value: %s", async (_, control, value) => {
    expect(control.value).toEqual(value);
    expect(control.id).toBeUndefined();
    expect(await control.next()).toEqual(value);
    const seen = [];
    for await (const each of control) seen.push(each);
    expect(seen).toEqual([value]);
  });

  it("looks like its value", async () => {
    const device = dropdown(["gpu", "cpu"], { label: "Device <x>" });
    expect((await bundle(device)).data).toEqual({
      "text/plain": "Device <x>: gpu",
      "text/html": "<div>Device &lt;x&gt;: <b>gpu</b></div>",
    });
    expect(inspect(device)).toBe("Device <x>: gpu");
    expect((await bundle(row(slider(1, 3), progress(2)))).data).toEqual({
      "text/plain": "2\n0 of 2",
      "text/html": "<div><b>2</b></div>\n<pre>0 of 2</pre>",
    });
  });

  it("reports a value that is set, unless it stays the same", () => {
    const month = slider(1, 12);
    const seen: number[] = [];
    const stop = month.onChange((value) => seen.push(value));
    month.value = 7;
    month.value = 7;
    stop();
    month.value = 8;
    expect([seen, month.value]).toEqual([[7], 8]);
  });

  it.each([
    ["ranges", range(1, 12), range(1, 12), [2, 3]],
    ["columns", column(slider(1, 12)), column(slider(1, 12)), [3]],
    [
      "anywidgets",
      anywidget({ esm: MODULE, state: { at: [1] } }),
      anywidget({ esm: MODULE, state: { at: [1] } }),
      { at: [2] },
    ],
    ["interactions", interact(() => 1, { n: [1, 3] }), interact(() => 1, { n: [1, 3] }), { n: 3 }],
  ])("follows another one, and is followed by it: %s", (_, one, other, value) => {
    const seen: unknown[] = [];
    one.onChange((next) => (other.value = misfit(next)));
    other.onChange((next) => (one.value = misfit(next)));
    other.onChange((next) => seen.push(next));
    one.value = misfit(value);
    one.value = misfit(value);
    expect(other.value).toEqual(value);
    expect(seen).toEqual([value]);
  });

  it("has the type of its value", () => {
    expectTypeOf(dropdown(["gpu", "cpu"]).value).toEqualTypeOf<"gpu" | "cpu">();
    expectTypeOf(dropdown({ a: 1, b: 2 }).value).toEqualTypeOf<1 | 2>();
    expectTypeOf(dropdown(new Map([["a", 1]])).value).toEqualTypeOf<number>();
    expectTypeOf(column(slider(1, 2), checkbox()).value).toEqualTypeOf<readonly [number, boolean]>();
    interact(
      (values) => {
        expectTypeOf(values).toEqualTypeOf<{
          readonly year: number;
          readonly step: number;
          readonly device: "gpu" | "cpu";
          readonly log: boolean;
          readonly name: string;
          readonly batch: 1 | 256;
          readonly images: number;
          readonly months: readonly [lower: number, upper: number];
        }>();
      },
      {
        year: [2000, 2026],
        step: [0, 1, 0.1],
        device: ["gpu", "cpu"],
        log: true,
        name: "levit",
        batch: { one: 1, many: 256 },
        images: new Map([["one", 1]]),
        months: range(1, 12),
      },
    );
  });
});

describe("wrong options and values", () => {
  const wrong: unknown = { label: 5 };
  it.each<[string, () => unknown]>([
    ["its min is NaN", () => slider(Number.NaN, 1)],
    ["its smallest value, 5, is above its largest, 1", () => slider(5, 1)],
    ["its step is 0", () => slider(0, 1, { step: 0 })],
    ["its step, 64, is larger than the range from 1 to 8", () => slider(1, 8, { step: 64 })],
    ["JavaScript puts its labels 64, 256 first", () => dropdown({ one: 1, "256": 256, "64": 64 })],
    [
      "batch is [1,8,64], which is not a slider of [min, max] or [min, max, step]. For a choice of these numbers, give dropdown([1,8,64])",
      () => interact(() => 1, { batch: [1, 8, 64] }),
    ],
    ["give dropdown([64,8,1])", () => interact(() => 1, { batch: [64, 8, 1] })],
    ["its value is 20", () => slider(0, 10, { value: 20 })],
    ["its value is [3,1]", () => range(0, 5, { value: [3, 1] })],
    ["its label is a number", () => slider(0, 1, misfit(wrong))],
    ["it has nothing to choose from", () => dropdown([])],
    ["its value 'tpu' is not one of its choices", () => dropdown(["gpu"], { value: misfit("tpu") })],
    ["its value is yes", () => checkbox(misfit("yes"))],
    ["its value is a number", () => text(misfit(5))],
    ["it has 0 lines", () => text("", { lines: 0 })],
    ["it has -1 steps", () => progress(-1)],
    ["it holds a number", () => column(misfit(5))],
    ["year is [ {} ]", () => interact(() => 1, { year: misfit([{}]) })],
    ["its function is a number", () => interact(misfit(5), {})],
    [
      "Making an interaction: its function is an object",
      () =>
        interact(
          misfit({ n: slider(1, 3) }),
          misfit(() => 1),
        ),
    ],
    ["its value is null", () => text(misfit(null))],
  ])("are an error: %s", (message, make) => {
    expect(make).toThrow(WidgetOptionError);
    expect(make).toThrow(message);
  });

  it.each<[string, () => unknown]>([
    ["a whole number from 1 to 12", () => (slider(1, 12).value = 13)],
    ["a whole number from 1 to 12", () => (slider(1, 12).value = 1.5)],
    ["two numbers, the smaller one first", () => (range(1, 12).value = [4, 2])],
    ["one of gpu, cpu", () => (dropdown(["gpu", "cpu"]).value = misfit("tpu"))],
    ["true or false", () => (checkbox().value = misfit(1))],
    ["only clicks change it", () => (button("Go").value = 1)],
    ["a number from 0 to 3", () => (progress(3).value = 4)],
    ["a list of 1 values", () => (column(checkbox()).value = misfit([]))],
  ])("cannot be set: %s", (message, set) => {
    expect(set).toThrow(WidgetValueError);
    expect(set).toThrow(message);
  });
});

describe("an interaction in a script", () => {
  it("runs with the values of its controls, and once for changes at a time", async () => {
    const seen: unknown[] = [];
    const shown = interact(({ year, device }) => seen.push([year, device]), {
      year: [2000, 2026],
      device: ["gpu", "cpu"],
    });
    await shown.run();
    shown.value = { year: 2001, device: "cpu" };
    shown.value = { year: 2002, device: "gpu" };
    await shown.run();
    expect(seen).toEqual([
      [2013, "gpu"],
      [2002, "gpu"],
    ]);
    expect((await bundle(shown)).data["text/plain"]).toBe("2");
  });

  it("runs no more once it is closed, and leaves a widget that it was given", async () => {
    const month = slider(1, 12);
    const seen: number[] = [];
    const shown = interact((values) => seen.push(values.month), { month });
    await shown.run();
    shown.close();
    month.value = 7;
    const next: number[] = [];
    month.onChange((value) => next.push(value));
    month.value = 8;
    expect([seen, next]).toEqual([[6], [8]]);
  });

  it("shows an error in place", async () => {
    const shown = interact(
      ({ n }) => {
        if (n === 2) throw new RangeError("no second");
        return n;
      },
      { n: [1, 3] },
    );
    await shown.run();
    expect((await bundle(shown)).data["text/plain"]).toBe("no second");
    shown.value = { n: 3 };
    await shown.run();
    expect((await bundle(shown)).data["text/plain"]).toBe("3");
  });
});
