import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";
import { beforeAll, describe, expect, inject, it } from "vitest";
import { run } from "./support/command.ts";
import { type LabNotebook, parseNotebook, VEGALITE } from "./support/notebook-outputs.ts";
import { labDir, root, tsnb } from "./support/paths.ts";
import { inVenv } from "./support/venv.ts";

const Verdict = v.object({ file: v.string(), version: v.string(), problem: v.nullable(v.string()) });

const committed = join(root, "notebooks");
const out = join(labDir, "run");
const executed = join(out, "notebooks");

beforeAll(async () => {
  await rm(out, { recursive: true, force: true });
  await run(process.execPath, [tsnb, "run", committed, "--out", out]);
});

describe.each([
  ["committed", committed],
  ["executed by tsnb run", executed],
])("the notebooks %s", (_, folder) => {
  it("are valid by nbformat's schema 4.5", async () => {
    const files = await notebooksIn(folder);
    expect(files.length).toBeGreaterThanOrEqual(2);
    const verdicts = await validate(files);
    expect(verdicts).toEqual(files.map((file) => ({ file, version: "4.5", problem: null })));
  });

  it("show each chart as a Vega-Lite object, a PNG and a sentence, and never as HTML beside them", async () => {
    for (const file of await notebooksIn(folder)) {
      const charts = chartsOf(parseNotebook(JSON.parse(await readFile(file, "utf8"))));
      expect(charts.length).toBeGreaterThanOrEqual(2);
      for (const chart of charts) {
        expect(chart[VEGALITE]).toMatchObject({ $schema: "https://vega.github.io/schema/vega-lite/v5.json" });
        expect(pngSize(chart["image/png"])).toBeGreaterThan(1000);
        expect(chart["text/plain"]).toEqual(expect.anything());
        expect(chart).not.toHaveProperty("text/html");
      }
    }
  });
});

it("an invalid notebook is found", async () => {
  const [first] = await notebooksIn(committed);
  const notebook = parseNotebook(JSON.parse(await readFile(first ?? "", "utf8")));
  const broken = join(labDir, "broken.ipynb");
  await writeFile(broken, JSON.stringify({ ...notebook, cells: [{ cell_type: "code", id: "a", source: "" }] }));
  expect((await validate([broken]))[0]?.problem).toMatch(/ValidationError/);
});

async function notebooksIn(folder: string): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".ipynb"));
  return names.toSorted().map((name) => join(folder, name));
}

async function validate(files: readonly string[]): Promise<v.InferOutput<typeof Verdict>[]> {
  const script = join(root, "test", "lab", "python", "validate_notebooks.py");
  const lines = (await run(inVenv(inject("venv"), "python"), [script, ...files])).trim().split("\n");
  return lines.map((line) => v.parse(Verdict, JSON.parse(line)));
}

function chartsOf(notebook: LabNotebook): Record<string, unknown>[] {
  const outputs = notebook.cells.flatMap((cell) => (cell.cell_type === "code" ? cell.outputs : []));
  return outputs.flatMap((output) => ("data" in output && VEGALITE in output.data ? [output.data] : []));
}

function pngSize(value: unknown): number {
  const bytes = Buffer.from(typeof value === "string" ? value : "", "base64");
  const isPng = bytes.subarray(1, 4).toString("latin1") === "PNG";
  return isPng ? bytes.length : 0;
}
