import { readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { chartWarnings } from "../../src/display/picture/svg.ts";
import { packageRoot } from "../../src/util/package-root.ts";

const VEGALITE = "application/vnd.vegalite.v5+json";
const folder = join(packageRoot(), "notebooks");
const names = readdirSync(folder).filter((name) => name.endsWith(".ipynb"));

const Output = v.looseObject({ output_type: v.string(), data: v.optional(v.record(v.string(), v.unknown()), {}) });
const Cell = v.looseObject({ cell_type: v.string(), id: v.string(), outputs: v.optional(v.array(Output), []) });
const Notebook = v.looseObject({ cells: v.array(Cell), nbformat: v.number(), nbformat_minor: v.number() });
const Chart = v.looseObject({ $schema: v.string(), title: v.string(), description: v.string(), width: v.number() });

describe.each(names)("%s as committed", (name) => {
  const text = readFileSync(join(folder, name), "utf8");
  const { cells, nbformat, nbformat_minor } = v.parse(Notebook, JSON.parse(text));
  const outputs = cells.flatMap((cell) => cell.outputs);
  const charts = outputs.filter(({ data }) => VEGALITE in data);

  it("is nbformat 4.5 with an id of its own for each cell", () => {
    expect([nbformat, nbformat_minor]).toEqual([4, 5]);
    expect(new Set(cells.map(({ id }) => id)).size).toBe(cells.length);
  });

  it("carries each chart as live data, a picture and a sentence, never as HTML", () => {
    expect(charts.length).toBeGreaterThanOrEqual(4);
    for (const { data } of charts) {
      expect(v.parse(Chart, data[VEGALITE]).$schema).toBe("https://vega.github.io/schema/vega-lite/v5.json");
      expect(data["image/png"]).toMatch(/^iVBOR/);
      expect(data).toHaveProperty(["text/plain"]);
      expect(data).not.toHaveProperty(["text/html"]);
    }
  });

  it("has charts that Vega-Lite compiles without warnings", async () => {
    for (const { data } of charts) expect(await chartWarnings(v.parse(Chart, data[VEGALITE]))).toEqual([]);
  });

  it("contains no error, no warning and no path of the machine that ran it", () => {
    expect(outputs.filter((output) => output.output_type === "error" || output["name"] === "stderr")).toEqual([]);
    // A picture in Base64 may spell anything by chance.
    const spelt = text.replaceAll(/"image\/png": "[^"]*"/g, "");
    expect(spelt).not.toContain(packageRoot());
    expect(spelt).not.toContain(tmpdir());
  });
});
