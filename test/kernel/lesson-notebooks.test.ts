import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import * as v from "valibot";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type NotebookResult, runNotebooks } from "../../src/run/index.ts";
import { packageRoot } from "../../src/util/package-root.ts";

const VEGALITE = "application/vnd.vegalite.v5+json";
const folder = join(packageRoot(), "notebooks");
const names = readdirSync(folder).filter((name) => name.endsWith(".ipynb"));

const Output = v.looseObject({ output_type: v.string(), data: v.optional(v.record(v.string(), v.unknown()), {}) });
const Cell = v.looseObject({ cell_type: v.string(), id: v.string(), outputs: v.optional(v.array(Output), []) });
const Notebook = v.looseObject({ cells: v.array(Cell), nbformat: v.number(), nbformat_minor: v.number() });
const read = (file: string) => v.parse(Notebook, JSON.parse(readFileSync(file, "utf8")));

let out: string;
let results: readonly NotebookResult[];

beforeAll(async () => {
  out = mkdtempSync(join(tmpdir(), "tsnb-lesson-"));
  vi.stubEnv("TIMM_RESULTS", "");
  vi.stubEnv("TSNB_CACHE", join(out, "no-cache"));
  results = (await runNotebooks([folder], { out, check: true, startTimeout: 120 })).notebooks;
}, 600_000);

afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(out, { recursive: true, force: true });
});

describe("the lesson's notebooks on tslab", () => {
  it("are two, and pass with the outputs that are committed", () => {
    expect(results.flatMap(({ differences }) => differences)).toEqual([]);
    expect(results.map(({ label, status, error }) => [basename(label), status, error?.message])).toEqual(
      names.map((name) => [name, "passed", undefined]),
    );
    expect(names).toEqual(["01-accuracy-vs-speed.ipynb", "02-picking-the-best-model.ipynb"]);
  });

  it("save every chart in four files", () => {
    const saved = readdirSync(join(out, "charts")).toSorted();
    const charts = new Set(saved.map((file) => file.split(".")[0]));
    expect([...charts]).toEqual([
      "accuracy-vs-speed-cpu",
      "accuracy-vs-speed-gpu",
      "image-size-cost",
      "inference-accuracy-vs-size",
      "inference-benchmark",
      "inference-benchmark-original",
      "inference-family-counts",
      "inference-parameters-vs-time",
      "inference-subset-benchmark",
      "learning-rates",
      "training-benchmark",
      "training-subset-benchmark",
    ]);
    expect(saved).toHaveLength(4 * charts.size);
    expect(existsSync(join(out, "index.html"))).toBe(true);
  });
});

describe.each(names)("%s as committed", (name) => {
  const { cells, nbformat, nbformat_minor } = read(join(folder, name));
  const outputs = cells.flatMap((cell) => cell.outputs);

  it("is nbformat 4.5 with stable ids", () => {
    expect([nbformat, nbformat_minor]).toEqual([4, 5]);
    expect(new Set(cells.map(({ id }) => id)).size).toBe(cells.length);
  });

  it("carries each chart as live data, a picture and a sentence, and never as HTML", () => {
    const charts = outputs.filter(({ data }) => VEGALITE in data);
    expect(charts.length).toBeGreaterThanOrEqual(4);
    for (const { data } of charts) {
      expect(data[VEGALITE]).toMatchObject({
        $schema: "https://vega.github.io/schema/vega-lite/v5.json",
        description: expect.any(String),
        width: expect.any(Number),
      });
      expect(data["image/png"]).toMatch(/^iVBOR/);
      expect(data).toHaveProperty(["text/plain"]);
      expect(data).not.toHaveProperty(["text/html"]);
    }
  });

  it("holds no errors, no warnings and nothing of the machine that ran it", () => {
    expect(outputs.filter((output) => output.output_type === "error" || output["name"] === "stderr")).toEqual([]);
    const withoutPictures = cells.map((cell) => ({
      ...cell,
      outputs: cell.outputs.map((output) => ({ ...output, data: { ...output.data, "image/png": "" } })),
    }));
    const text = JSON.stringify(withoutPictures);
    expect(text).not.toContain(packageRoot());
    expect(text).not.toContain(tmpdir());
  });
});
