import { readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { chartWarnings } from "../../src/display/picture/svg.ts";
import { studentNotebook } from "../../scripts/student-notebook.ts";
import { exercises } from "../../src/lesson/exercises/check.ts";
import { packageRoot } from "../../src/util/package-root.ts";
import { notebookIn } from "../support/notebooks.ts";

const VEGALITE = "application/vnd.vegalite.v5+json";
const folder = join(packageRoot(), "notebooks");
const names = readdirSync(folder).filter((name) => name.endsWith(".ipynb"));

const Output = v.looseObject({ output_type: v.string(), data: v.optional(v.record(v.string(), v.unknown()), {}) });
const Cell = v.looseObject({
  cell_type: v.string(),
  id: v.string(),
  source: v.array(v.string()),
  metadata: v.looseObject({ nbgrader: v.optional(v.record(v.string(), v.unknown())) }),
  outputs: v.optional(v.array(Output), []),
});
const Notebook = v.looseObject({
  cells: v.array(Cell),
  metadata: v.looseObject({ kernelspec: v.looseObject({ name: v.string() }) }),
  nbformat: v.number(),
  nbformat_minor: v.number(),
});
/** The numbers in a phrase such as "1, 2 and 3" or "1 to 3". */
function numbersIn(phrase: string): number[] {
  return (
    phrase
      .replaceAll(/(\d+) to (\d+)/g, (_, from: string, to: string) => {
        const count = Number(to) - Number(from) + 1;
        return Array.from({ length: count }, (_each, index) => Number(from) + index).join();
      })
      .match(/\d+/g)
      ?.map(Number) ?? []
  );
}

const Chart = v.looseObject({ $schema: v.string(), title: v.string(), description: v.string(), width: v.number() });

describe.each(names)("%s as committed", (name) => {
  const text = readFileSync(join(folder, name), "utf8");
  const { cells, metadata, nbformat, nbformat_minor } = v.parse(Notebook, JSON.parse(text));
  const outputs = cells.flatMap((cell) => cell.outputs);
  const charts = outputs.filter(({ data }) => VEGALITE in data);

  it("is nbformat 4.5 with an id of its own for each cell", () => {
    expect([nbformat, nbformat_minor]).toEqual([4, 5]);
    expect(new Set(cells.map(({ id }) => id)).size).toBe(cells.length);
  });

  it("names tsnb's kernel", () => {
    expect(metadata.kernelspec.name).toBe("tsnb");
  });

  it("has code in lines of at most 88 characters", () => {
    const lines = cells.flatMap(({ cell_type, source }) => (cell_type === "code" ? source : []));
    expect(lines.filter((line) => line.trimEnd().length > 88)).toEqual([]);
  });

  // The third notebook is for free experiments.
  it.skipIf(name.startsWith("03-"))(
    "asks each of its exercises: a question with a hint, a cell for the answer, a cell that checks it",
    () => {
      const own = exercises.filter(({ notebook }) => `${notebook}.ipynb` === name);
      expect(own.length).toBeGreaterThanOrEqual(5);
      const asked = own.map(({ name: exercise }) => {
        const at = cells.findIndex(({ id }) => id === `exercise-${exercise}`);
        const three = cells.slice(at, at + 3);
        return { ids: three.map(({ id }) => id), text: three[0]?.source.join(""), code: three[2]?.source.join("") };
      });
      expect(asked).toEqual(
        own.map(({ name: exercise }, index) => ({
          ids: [`exercise-${exercise}`, `answer-${exercise}`, `check-${exercise}`],
          text: expect.stringMatching(new RegExp(`^\\*\\*Exercise ${index + 1}\\.\\*\\* [^]*<summary>Hint</summary>`)),
          code: expect.stringMatching(new RegExp(`^await check\\("${exercise}", \\w+\\);$`)),
        })),
      );
      expect(cells.filter(({ id }) => id.startsWith("check-"))).toHaveLength(own.length);
    },
  );

  it("marks answers and checks for nbgrader, by its schema 3", () => {
    const marked = cells.flatMap(({ id, metadata: { nbgrader } }) =>
      nbgrader === undefined ? [] : [{ id, nbgrader }],
    );
    const common = { schema_version: 3, task: false };
    expect(marked).toEqual(
      marked.map(({ id }) => ({
        id,
        nbgrader: id.startsWith("check-")
          ? { ...common, grade: true, grade_id: id, locked: true, points: 1, solution: false }
          : { ...common, grade: false, grade_id: id, locked: false, solution: true },
      })),
    );
    expect(marked).toHaveLength(cells.filter(({ id }) => /^(?:answer|check)-/.test(id)).length);
  });

  it("equals the notebook of solutions without the solutions", () => {
    const solved = notebookIn(folder, "solutions", name);
    const given = notebookIn(folder, name);
    const contents = (notebook: typeof solved) =>
      notebook.cells.map(({ id, cell_type, source, metadata: own }) => ({ id, cell_type, source, own }));
    expect(contents(given)).toEqual(contents(studentNotebook(solved)));
    expect(text).not.toContain("SOLUTION");
    expect(solved.cells.flatMap((cell) => (cell.cell_type === "code" ? cell.outputs : []))).toEqual([]);
  });

  it("carries each chart as live data, a picture and a sentence, never as HTML", () => {
    expect(charts.length).toBeGreaterThanOrEqual(name.startsWith("03-") ? 2 : 4);
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
    // A picture in Base64 may contain any string by chance.
    const spelt = text.replaceAll(/"image\/png": "[^"]*"/g, "");
    expect(spelt).not.toContain(packageRoot());
    expect(spelt).not.toContain(tmpdir());
  });
});

describe("the plan of docs/teaching.md", () => {
  const page = readFileSync(join(packageRoot(), "docs", "teaching.md"), "utf8");
  const rows = [...page.matchAll(/^\| (\d+) \| ([^|]+) \| ([^|]+) \|$/gm)].map(([, minutes, ...columns]) => ({
    minutes: Number(minutes),
    columns,
  }));

  it.each(names.slice(0, 2).map((name, index) => [name, index] as const))(
    "has all of %s, in its time",
    (name, index) => {
      const text = notebookIn(folder, name)
        .cells.map(({ source }) => source)
        .join("\n");
      const minutes = rows.reduce((sum, row) => sum + row.minutes, 0);
      expect(text).toContain(`**Time:** about ${minutes} minutes with the`);
      const plan = rows.map(({ columns }) => columns[index] ?? "").join("; ");
      const planned = (word: string) =>
        [...plan.matchAll(new RegExp(`${word}s? (\\d+(?:(?:, | and | to )\\d+)*)`, "g"))].flatMap(([, phrase = ""]) =>
          numbersIn(phrase),
        );
      const parts = [...text.matchAll(/^## (\d+)\./gm)].map(([, number]) => Number(number));
      expect([...new Set(planned("part"))]).toEqual(parts);
      const asked = [...text.matchAll(/^\*\*Exercise (\d+)\./gm)].map(([, number]) => Number(number));
      expect(planned("exercise")).toEqual(asked);
    },
  );
});
