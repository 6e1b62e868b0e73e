import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as v from "valibot";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type NotebookResult, runNotebooks } from "../../src/run/index.ts";
import { countDark, decodePng, fromBase64 } from "../support/png.ts";

const VEGALITE = "application/vnd.vegalite.v5+json";
const OutputSchema = v.looseObject({
  output_type: v.string(),
  data: v.optional(v.record(v.string(), v.unknown()), {}),
  metadata: v.optional(v.record(v.string(), v.unknown()), {}),
  text: v.optional(v.unknown()),
});
const NotebookSchema = v.object({ cells: v.array(v.object({ outputs: v.array(OutputSchema) })) });
type Output = v.InferOutput<typeof OutputSchema>;

const notebook = fileURLToPath(new URL("fixtures/display.ipynb", import.meta.url));
let out: string;
let results: readonly NotebookResult[];
let cells: Output[][];

beforeAll(async () => {
  out = mkdtempSync(join(tmpdir(), "tsnb-display-"));
  results = (await runNotebooks([notebook], { out, kernel: "tslab" })).notebooks;
  const executed: unknown = JSON.parse(readFileSync(join(out, "notebooks", "display.ipynb"), "utf8"));
  cells = v.parse(NotebookSchema, executed).cells.map(({ outputs }) => outputs);
});

afterAll(() => rmSync(out, { recursive: true, force: true }));

test("every cell passes, its types checked", () => {
  expect(results).toMatchObject([{ status: "passed", error: undefined }]);
});

test("a chart arrives as JSON, a picture with text and a sentence", () => {
  const [output, ...others] = cells[0] ?? [];
  expect(others).toEqual([]);
  expect(output?.output_type).toBe("display_data");
  expect(output?.data[VEGALITE]).toMatchObject({
    $schema: "https://vega.github.io/schema/vega-lite/v5.json",
    mark: "bar",
    data: {
      values: [
        { kind: "a", count: 1 },
        { kind: "b", count: 3 },
      ],
    },
  });
  expect(output?.data).not.toHaveProperty("text/html");
  expect(textOf(output?.data["text/plain"])).toBe("Chart: Two bars (bar, 2 rows).");
  const picture = decodePng(fromBase64(output?.data["image/png"]));
  expect(countDark(picture)).toBeGreaterThan(100);
  expect(output?.metadata["image/png"]).toEqual({
    width: picture.width,
    height: picture.height,
    needs_background: "light",
    alt: "Chart: Two bars (bar, 2 rows).",
  });
});

test("a table arrives as HTML and text, its types known to the cell", () => {
  const [output, stream] = cells[1] ?? [];
  expect(textOf(output?.data["text/html"])).toContain('<th style="text-align:right">secs (s)<br>');
  expect(textOf(output?.data["text/plain"])).toBe(
    "model       secs (s)\nstr              f64\n──────────  ────────\nlevit_128s      0.50\nnull           12.25\n2 rows × 2 columns",
  );
  expect(textOf(stream?.text)).toBe("2\n");
});

test("frames, objects with toSpec() and anything else are shown in order", () => {
  const kinds = (cells[2] ?? []).map(({ data }) => Object.keys(data)[0]);
  expect(kinds).toEqual(["text/html", VEGALITE, "text/plain"]);
});

test("charts are saved where the run says", () => {
  expect(textOf(cells[3]?.[0]?.text)).toBe("bar 4\n");
  expect(readdirSync(join(out, "charts")).toSorted()).toEqual(
    ["html", "png", "svg", "vl.json"].map((end) => `two-bars.${end}`),
  );
});

test("a chart whose data cannot be loaded arrives without a picture, with the reason on stderr", () => {
  const [note, output] = cells[4] ?? [];
  expect(note).toMatchObject({ output_type: "stream", name: "stderr" });
  expect(textOf(note?.text)).toMatch(
    /^Drawing a chart: its data cannot be loaded from data\/cars\.json .*no picture.*\n$/,
  );
  expect(Object.keys(output?.data ?? {})).toEqual([VEGALITE, "text/plain"]);
});

test("bundles, pictures, formulas, scripts and JSON arrive unchanged", () => {
  const shown = (cells[5] ?? []).map(({ data, metadata }) => [...(Object.entries(data)[0] ?? []), metadata]);
  expect(shown).toEqual([
    ["application/geo+json", { type: "Point", coordinates: [1, 2] }, {}],
    ["image/gif", "R0lGODlhAQABAAAAACw=", { "image/gif": { width: 9 } }],
    ["text/latex", ["$$x^2$$"], {}],
    ["application/javascript", ["f()"], {}],
    ["application/json", { a: 1 }, { "application/json": { expanded: false } }],
    ["text/plain", expect.arrayContaining(["... shown as text: no look"]), {}],
  ]);
});

/** The text of a field that a notebook file may store as a list of lines. */
function textOf(text: unknown): string {
  return v.parse(v.array(v.string()), [text].flat()).join("");
}
