import { existsSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { runNotebooks, type RunOptions } from "../../../src/run/index.ts";
import { notebookIn, notebookText, outputsOf } from "../../support/notebooks.ts";
import { scratch } from "../../support/scratch.ts";
import { withoutTypeChecks } from "../../support/without-type-checks.ts";

withoutTypeChecks();

const parameters = (source: string) => ({
  cell_type: "code",
  source,
  metadata: { tags: ["parameters"] },
  outputs: [],
  execution_count: null,
});

async function run(source: string, options: RunOptions) {
  const cells = [parameters(source), "console.log(lr * 10, mode)"];
  const folder = realpathSync(
    scratch({
      "x.ipynb": notebookText(cells, "tsnb"),
      "types.ts": 'export type Mode = "fast" | "slow";\n',
      "p.yaml": "lr: 3\nmode: slow\n",
    }),
  );
  const { notebooks } = await runNotebooks([join(folder, "x.ipynb")], { out: join(folder, "out"), ...options });
  return { folder, notebooks };
}

it("run a notebook once for each combination, into files that say which", async () => {
  const { folder, notebooks } = await run('let lr: number = 1;\nlet mode = "none";', {
    matrix: { lr: [2, 3] },
    param: { mode: "given" },
  });
  expect(notebooks.map(({ status }) => status)).toEqual(["passed", "passed"]);
  const printed = [2, 3].map((lr) => outputsOf(notebookIn(folder, "out", "notebooks", `x-lr=${lr}.ipynb`)).at(-1));
  expect(printed).toMatchObject([[{ text: "20 given\n" }], [{ text: "30 given\n" }]]);
});

it("are checked by the compiler, with types from other files, before any kernel starts", async () => {
  const source = 'import type { Mode } from "./types.ts";\nconst lr = 1;\nconst mode: Mode = "fast";';
  const misfit = run(source, { param: { mode: "turbo" } });
  await expect(misfit).rejects.toMatchObject({ name: "ParameterError", parameter: "mode" });
  await expect(misfit).rejects.toThrow(`Type '"turbo"' is not assignable to type 'Mode'`);
  await expect(run("1", { param: { lr: 1 } })).rejects.toThrow("the notebook has no parameters");
  const fits = await run(source, { param: { mode: "slow" } });
  expect(fits.notebooks[0]).toMatchObject({ status: "passed", error: undefined });
});

it("can come from a file, which other sources override", async () => {
  const folder = scratch({ "p.yaml": "lr: 3\nmode: slow\n" });
  const { notebooks } = await run('const lr = 1;\nconst mode: string = "fast";', {
    paramsFile: join(folder, "p.yaml"),
    param: { lr: "4" },
  });
  expect(notebooks[0]?.error).toBeUndefined();
  expect(notebooks[0]?.cells.at(-1)?.outputs).toMatchObject([{ text: "40 slow\n" }]);
});

it.each([
  ["another notebook", "const lr = 'slow';", {}],
  ["another combination", "let lr: number = 1;\nlet mode = 'a';", { matrix: { mode: ["b", 5] } }],
])("that do not fit %s of a run keep all its notebooks from running", async (_, source, options) => {
  const fitting = notebookText([parameters("let lr: number = 1;\nlet mode = 'a';"), "lr"], "tsnb");
  const folder = realpathSync(
    scratch({ "a.ipynb": fitting, "b.ipynb": notebookText([parameters(source), "lr"], "tsnb"), "c.ipynb": "broken" }),
  );
  const events: string[] = [];
  const refused = runNotebooks([folder], {
    out: join(folder, "out"),
    param: { lr: 2 },
    onEvent: ({ type }) => events.push(type),
    ...options,
  });
  await expect(refused).rejects.toMatchObject({ name: "ParameterError" });
  await expect(refused).rejects.toThrow(/`tsnb run --help-notebook \S+[ab]\.ipynb`\.$/);
  expect(events).toEqual([]);
  expect(existsSync(join(folder, "out"))).toBe(false);
});

it("have the types that the notebook declares, and the record has them too", async () => {
  const source = "let lr: number = 1;\nlet mode = 'a';\nlet id = 0n;\nlet day = new Date(0);";
  const { notebooks, folder } = await run(source, {
    param: { id: "9007199254740993", day: "2026-11-29" },
    matrix: { lr: ["0.5"] },
    record: true,
  });
  expect(notebooks[0]).toMatchObject({ status: "passed", error: undefined });
  const { cells, metadata } = notebookIn(folder, "out", "notebooks", "x-lr=0.5.ipynb");
  expect(cells[1]?.source.split("\n")).toEqual([
    "// Parameters",
    "let id = 9007199254740993n;",
    'let day = new Date("2026-11-29");',
    "let lr: number = 0.5;",
  ]);
  expect(metadata["papermill"]).toMatchObject({
    parameters: { lr: 0.5, id: "9007199254740993", day: "2026-11-29" },
  });
});

it("are refused before anything runs where they do not fit a number, a bigint or a date", async () => {
  const source = "let lr = 1;\nlet mode = 'a';\nlet id = 0n;\nlet day = new Date(0);";
  await expect(run(source, { param: { lr: "9007199254740993" } })).rejects.toThrow(
    "JavaScript numbers cannot hold 9007199254740993",
  );
  await expect(run(source, { param: { id: "1.5" } })).rejects.toThrow("not assignable to type 'bigint'");
  await expect(run(source, { param: { day: "soon" } })).rejects.toThrow(
    '"soon" is not a date in ISO 8601, such as 2026-11-29',
  );
});

it("must have one source, and be values of JSON", async () => {
  await expect(run("let lr = 1;", { param: { lr: 1 }, matrix: { lr: [2] } })).rejects.toThrow(
    'Reading the option "matrix": lr gets a value by --param too; give it once.',
  );
  const param = { lr: 1 };
  Reflect.set(param, "lr", new Map());
  await expect(run("let lr = 1;", { param })).rejects.toThrow("It must be a JSON value or a bigint.");
});
