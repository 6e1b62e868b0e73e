import pl from "nodejs-polars";
import { describe, expect, test } from "vitest";
import { DisplayError } from "../../src/display/errors/display-error.ts";
import { bundle, textSoon } from "../../src/display/bundle.ts";
import { chart } from "../../src/display/chart.ts";
import { toPng } from "../../src/display/picture/png.ts";
import { table } from "../../src/display/table/table.ts";
import { bars } from "../support/charts.ts";
import { fromBase64 } from "../support/png.ts";

const VEGALITE = "application/vnd.vegalite.v5+json";
const frame = pl.DataFrame({ model: ["levit_128s", "vit"], top1: [76.514, null] });

describe("bundle", () => {
  test("a chart has its picture's size", async () => {
    const { data, metadata } = await bundle(chart(bars));
    expect(Object.keys(data)).toContain(VEGALITE);
    expect(metadata["image/png"]).toMatchObject({ needs_background: "light" });
  });

  test("a plain spec, and an object with toSpec(), become charts", async () => {
    const expected = await bundle(chart(bars));
    expect(await bundle(bars)).toEqual(expected);
    expect(await bundle({ toSpec: () => bars })).toEqual(expected);
  });

  test("a Polars frame becomes our table, not Polars' own HTML", async () => {
    expect(Reflect.has(frame, Symbol.for("Jupyter.display"))).toBe(true);
    expect(await bundle(frame)).toEqual({
      data: { "text/html": table(frame).html(), "text/plain": table(frame).text() },
      metadata: {},
    });
  });

  test("an object with its own display method is shown by it, also asynchronously", async () => {
    const data = { "text/markdown": "**bold**", "application/json": { deep: [1] } };
    expect(await bundle({ [Symbol.for("Jupyter.display")]: () => data })).toEqual({ data, metadata: {} });
    expect(await bundle({ [Symbol.for("Jupyter.display")]: () => Promise.resolve(data) })).toEqual({
      data,
      metadata: {},
    });
  });

  test("a display method that returns no bundle is refused", async () => {
    for (const [made, said] of [
      ["text", "got 'text'"],
      [5, "got 5"],
      [[1], "got [ 1 ]"],
      [new Map([["text/plain", "a"]]), "got Map(1) {"],
      [{ html: "a" }, "got 'html' as a MIME type"],
      [{ "text/plain": 5 }, "got 5 as text/plain"],
      [{ "application/json": () => 1 }, "as application/json"],
    ] as const) {
      const shown = bundle({ [Symbol.for("Jupyter.display")]: () => made });
      await expect(shown).rejects.toThrow(DisplayError);
      await expect(shown).rejects.toThrow(said);
    }
  });

  test("entries without content are left out, bytes are base64", async () => {
    const made = { "text/plain": ["a", "b"], "image/png": new Uint8Array([1, 2]), "text/html": undefined };
    expect(await bundle({ [Symbol.for("Jupyter.display")]: () => made })).toEqual({
      data: { "text/plain": ["a", "b"], "image/png": "AQI=" },
      metadata: {},
    });
    expect(await bundle({ [Symbol.for("Jupyter.display")]: () => ({}) })).toEqual({ data: {}, metadata: {} });
  });

  test("PNG and JPEG bytes become pictures, other bytes text", async () => {
    const png = await toPng(bars, { scale: 1 });
    const shown = await bundle(png);
    expect(fromBase64(shown.data["image/png"]).equals(png)).toBe(true);
    expect(shown.data["text/plain"]).toBe(`PNG image, ${png.length} bytes`);
    const jpeg = Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 1);
    expect((await bundle(jpeg)).data).toEqual({ "image/jpeg": "/9j/4AE=", "text/plain": "JPEG image, 5 bytes" });
    expect((await bundle(Uint8Array.of(1, 2))).data).toEqual({ "text/plain": "Uint8Array(2) [ 1, 2 ]" });
    expect((await bundle(new Uint8Array())).data).toEqual({ "text/plain": "Uint8Array(0) []" });
  });

  test.each([
    [{ a: [1, { b: null }] }, "{ a: [ 1, { b: null } ] }"],
    ["text", "'text'"],
    [undefined, "undefined"],
    [null, "null"],
    [12n, "12n"],
    [Object.create(null), "[Object: null prototype] {}"],
  ])("anything else is text: %#", async (value, text) => {
    expect(await bundle(value)).toEqual({ data: { "text/plain": text }, metadata: {} });
  });
});

test("textSoon draws nothing: a chart that cannot be drawn still has its sentence", async () => {
  expect(await textSoon({ ...bars, mark: "pint" })).toBe("Chart: Two bars (pint, 2 rows). The count of each kind.");
  expect(await textSoon(frame)).toBe(table(frame).text());
  expect(await textSoon({ [Symbol.for("Jupyter.display")]: () => ({ "text/html": "<b>" }) })).toMatch(
    /Jupyter.display/,
  );
});
