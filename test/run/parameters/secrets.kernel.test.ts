import { readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, it, vi } from "vitest";
import { writeReports } from "../../../src/report/write-reports.ts";
import { type RunEvent, type RunOptions, runNotebooks } from "../../../src/run/index.ts";
import { notebookIn, notebookText, streamOf } from "../../support/notebooks.ts";
import { scratch } from "../../support/scratch.ts";

const VALUE = 'hunter2-"quoted"';

afterEach(() => vi.unstubAllEnvs());

async function run(source: string, options: RunOptions, kernel = "tsnb") {
  vi.stubEnv("API_TOKEN", VALUE);
  const parameters = {
    cell_type: "code",
    source,
    metadata: { tags: ["parameters"] },
    outputs: [],
    execution_count: null,
  };
  const use = "console.log(apiToken.length, apiToken); apiToken";
  const folder = realpathSync(scratch({ "x.ipynb": notebookText([parameters, use], kernel) }));
  const events: RunEvent[] = [];
  const result = await runNotebooks([join(folder, "x.ipynb")], {
    out: join(folder, "out"),
    secret: ["API_TOKEN"],
    types: "report",
    record: true,
    onEvent: (event) => events.push(event),
    ...options,
  });
  return { folder, result, events };
}

function filesUnder(folder: string): string[] {
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" }).map((path) => join(folder, path));
  return paths.filter((path) => statSync(path).isFile());
}

it("fill parameters without being in a cell, output, file, event or report", async () => {
  const { folder, result, events } = await run('const apiToken: string = "none";', {});
  const [junit, html, markdown] = ["j.xml", "r.html", "r.md"].map((name) => join(folder, name));
  await writeReports({ junit, html, markdown }, result);
  expect(result.notebooks[0]?.error).toBeUndefined();
  expect(result.types?.check.errors).toBe(0);
  const executed = notebookIn(folder, "out", "notebooks", "x.ipynb");
  expect(executed.cells[1]?.source).toBe('// Parameters\nconst apiToken: string = String(process.env["API_TOKEN"]);');
  expect(streamOf(executed).at(-1)).toBe(`${VALUE.length} [secret API_TOKEN]\n`);
  const files = filesUnder(folder).map((file) => readFileSync(file, "utf8"));
  expect(files).toHaveLength(5);
  expect([...files, JSON.stringify(events), JSON.stringify(result)].join("")).not.toContain("hunter2");
});

it("fill parameters beside values, and not the same one", async () => {
  const source = 'const apiToken = "none", lr = 1;';
  const { result } = await run(source, { param: { lr: 2 } });
  expect(result.notebooks[0]?.cells[1]?.source).toContain("const lr: number = 2;\nconst apiToken: string = String(");
  const twice = run(source, { param: { apiToken: "x" } });
  await expect(twice).rejects.toThrow("it gets both a value and the secret API_TOKEN");
});

it("are refused before the kernel starts where the parameter is neither string nor number", async () => {
  const refused = run('const apiToken: "a" | "b" = "a";', {});
  await expect(refused).rejects.toMatchObject({ name: "ParameterError" });
  await expect(refused).rejects.not.toThrow("hunter2");
});

it("are hidden as --env sets them, and leave a notebook without such a parameter as it is", async () => {
  const { result } = await run(
    'const other = 1; const apiToken2 = 1; var apiToken = String(process.env["API_TOKEN"])',
    {
      env: { API_TOKEN: "another-value" },
    },
  );
  expect(JSON.stringify(result)).not.toContain("another-value");
  const { result: without } = await run('const token = 1; globalThis.apiToken = "x"', {}, "tsnb");
  expect(without.notebooks[0]?.cells).toHaveLength(2);
});

it("that are given with a value are refused without repeating it", async () => {
  const refused = run("1", { secret: ["API_TOKEN=hunter2"] });
  await expect(refused).rejects.toThrow("it takes the name of an environment variable, not a value");
  await expect(refused).rejects.not.toThrow("hunter2");
});
