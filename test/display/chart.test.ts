import { readFileSync } from "node:fs";
import { join } from "node:path";
import { inspect } from "node:util";
import { describe, expect, test, vi } from "vitest";
import { chart } from "../../src/display/chart.ts";
import { chartBundle } from "../../src/display/spec/chart-bundle.ts";
import { DISPLAY } from "../../src/display/mime/mime.ts";
import { toSvg } from "../../src/display/picture/svg.ts";
import { bars } from "../support/charts.ts";
import { countDark, decodePng, fromBase64 } from "../support/png.ts";
import { hasShared, shared } from "../support/shared.ts";

describe("chart", () => {
  test("serialises, compares and spreads as the plain spec", () => {
    const made = chart(bars);
    expect(JSON.stringify(made)).toBe(JSON.stringify(bars));
    expect(made).toEqual(bars);
    expect(Reflect.ownKeys({ ...made })).toEqual(Object.keys(bars));
    expect(made.encoding?.x).toEqual({ field: "kind", type: "nominal" });
  });

  test("does not change the given spec, which may be frozen", () => {
    const spec = Object.freeze({ ...bars });
    chart(spec);
    expect(Reflect.has(spec, DISPLAY)).toBe(false);
  });

  test("has the display method that notebooks look for", async () => {
    expect(DISPLAY).toBe(Symbol.for("Jupyter.display"));
    const data = await chart(bars)[DISPLAY]();
    expect(Object.keys(data)).toEqual(["application/vnd.vegalite.v5+json", "image/png", "image/svg+xml", "text/plain"]);
    expect(data["text/plain"]).toBe("Chart: Two bars (bar, 2 rows). The count of each kind.");
  });

  test("prints as a sentence, even when it cannot be JSON", () => {
    expect(inspect(chart(bars))).toBe("Chart: Two bars (bar, 2 rows). The count of each kind.");
    expect(String(chart(bars))).toBe("Chart: Two bars (bar, 2 rows). The count of each kind.");
    const loop: Record<string, unknown> = { mark: "bar" };
    loop["self"] = loop;
    expect(inspect(chart(loop))).toMatch(/^Drawing a chart: Converting circular structure to JSON/);
  });

  test("shows its present content", async () => {
    const made = chart({ ...bars, title: "Before" });
    made.title = "After";
    expect((await made[DISPLAY]())["text/plain"]).toMatch(/^Chart: After /);
  });
});

describe("chartBundle", () => {
  test("has live JSON, a picture with its size, a sentence, and never HTML", async () => {
    const { data, metadata } = await chartBundle(bars);
    expect(data["application/vnd.vegalite.v5+json"]).toEqual({
      $schema: "https://vega.github.io/schema/vega-lite/v5.json",
      ...bars,
    });
    expect(data).not.toHaveProperty("text/html");
    const png = decodePng(fromBase64(data["image/png"]));
    const alt = "The count of each kind.";
    expect(metadata["image/png"]).toEqual({ width: png.width, height: png.height, needs_background: "light", alt });
    expect(countDark(png)).toBeGreaterThan(150);
    expect(data["image/svg+xml"]).toBe(await toSvg(bars));
  });

  test("has no picture where the data cannot be loaded, and one line on stderr says why", async () => {
    const written: string[] = [];
    vi.spyOn(process.stderr, "write").mockImplementation((text) => written.push(String(text)) > 0);
    const loaded = { ...bars, title: "Two\nbars", data: { url: "data/missing.json" } };
    const shown = await chartBundle(loaded);
    vi.restoreAllMocks();
    expect(shown).toEqual({
      data: {
        "application/vnd.vegalite.v5+json": { $schema: "https://vega.github.io/schema/vega-lite/v5.json", ...loaded },
        "text/plain": "Chart: Two\nbars (bar). The count of each kind.",
      },
      metadata: {},
    });
    expect(written).toEqual([
      expect.stringMatching(
        /^Drawing the chart "Two bars": its data cannot be loaded from data\/missing\.json \(ENOENT: .*\)\. .* no picture.*\n$/,
      ),
    ]);
  });

  test("writes the warnings of Vega-Lite and Vega to stderr", async () => {
    const written: string[] = [];
    vi.spyOn(process.stderr, "write").mockImplementation((text) => written.push(String(text)) > 0);
    await chartBundle(bars);
    const n = { field: "n", type: "quantitative", scale: { type: "log" } };
    await chartBundle({
      title: "Zeros",
      data: { values: [{ n: 0 }, { n: 9 }] },
      mark: "bar",
      encoding: { y: n, shape: { field: "n" } },
    });
    vi.restoreAllMocks();
    expect(written).toContain('Drawing the chart "Zeros": shape dropped as it is incompatible with "bar".\n');
    expect(written.filter((line) => line.includes("Log scale domain includes zero"))).toHaveLength(1);
    expect(written.every((line) => line.startsWith('Drawing the chart "Zeros": '))).toBe(true);
  });

  test("says nothing of warnings in nbgrader, where a cell that writes to stderr scores no points", async () => {
    const written: string[] = [];
    vi.spyOn(process.stderr, "write").mockImplementation((text) => written.push(String(text)) > 0);
    vi.stubEnv("NBGRADER_EXECUTION", "1");
    await chartBundle({ ...bars, encoding: { shape: { field: "a" } } });
    vi.unstubAllEnvs();
    await chartBundle({ ...bars, encoding: { shape: { field: "a" } } });
    vi.restoreAllMocks();
    expect(written).toHaveLength(1);
  });

  test.skipIf(!hasShared)("leaves out an SVG that is large", async () => {
    const file = join(shared, "goldens", "2022-07", "specs", "inference-benchmark.vl6.json");
    const { data } = await chartBundle(JSON.parse(readFileSync(file, "utf8")));
    expect(Object.keys(data)).toEqual(["application/vnd.vegalite.v5+json", "image/png", "text/plain"]);
  });
});
