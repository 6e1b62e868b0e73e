import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, expect, inject, it } from "vitest";
import { notebookPage } from "../../src/convert/html/page.ts";
import { chart } from "../../src/display/chart.ts";
import { bundle } from "../../src/display/bundle.ts";
import { buildChart, getData } from "../../src/lesson/index.ts";
import { parseNotebook } from "../../src/notebook/file/read.ts";
import { notebookText } from "../support/notebooks.ts";
import { run } from "./support/command.ts";
import { labDir } from "./support/paths.ts";
import { inVenv } from "./support/venv.ts";

const small = chart([{ city: "Oslo", rain: 763 }])
  .bar({ x: "city", y: "rain" })
  .description("Rain in <Oslo> & more.");
const NONE = "No description has been provided for this image";

let file: string;
let text: string;

beforeAll(async () => {
  const charts = [await bundle(small), await bundle(buildChart(await getData("infer"), "infer"))];
  text = notebookText(
    charts.map(({ data, metadata }) => ({
      cell_type: "code" as const,
      source: "a chart",
      execution_count: 1,
      outputs: [{ output_type: "display_data", data, metadata }],
    })),
    "tsnb",
  );
  file = join(labDir, "alt-text.ipynb");
  await mkdir(labDir, { recursive: true });
  await writeFile(file, text);
});

/** The alternative texts of the pictures in the page that nbconvert makes with a template. */
async function altsOf(template: string): Promise<string[]> {
  const args = ["nbconvert", "--to", "html", "--template", template, "--stdout", file];
  const html = await run(inVenv(inject("venv"), "jupyter"), args);
  return [...html.matchAll(/<img\b[^>]*? alt="([^"]*)"/g)].map(([, alt = ""]) => alt);
}

it("nbconvert's classic template has the alternative text of charts that are PNG", async () => {
  expect((await altsOf("classic")).at(-1)).toMatch(/^.*accuracy/i);
});

it("its default template leaves out every alternative text, in 7.17", async () => {
  // https://github.com/jupyter/nbconvert: templates/lab/base.html.j2 does not read `alt`. Once it does, docs/charts.md
  // is out of date.
  expect(await altsOf("lab")).toEqual([NONE, NONE]);
});

it("tsnb's own page has it for all charts", () => {
  const html = notebookPage(parseNotebook(text, file), "a");
  const alts = [...html.matchAll(/role="figure" aria-label="([^"]*)"/g)].map(([, alt = ""]) => alt);
  expect(alts[0]).toBe("Rain in &lt;Oslo&gt; &amp; more.");
  expect(alts[1]).toMatch(/accuracy/i);
});
