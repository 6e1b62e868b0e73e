import { readFileSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { runTable } from "../../../src/cli/run/run-table.ts";
import { annotationsOf } from "../../../src/report/github-annotations.ts";
import { readPlaces } from "../../../src/report/cells/cell-places.ts";
import { problemText } from "../../../src/report/problem-text.ts";
import { type RunEvent, type RunOptions, runNotebooks } from "../../../src/run/index.ts";
import { notebookText } from "../../support/notebooks.ts";
import { scratch } from "../../support/scratch.ts";
import { withoutTypeChecks } from "../../support/without-type-checks.ts";

withoutTypeChecks();

/** Runs a notebook whose third cell has this code; parameters are injected after the first cell. */
async function run(code: string, options: RunOptions = {}) {
  const parameters = {
    cell_type: "code",
    source: "const lr = 1;",
    metadata: { tags: ["parameters"] },
    outputs: [],
    execution_count: null,
  };
  const heading = { cell_type: "markdown", source: "# Train" };
  const text = JSON.stringify(JSON.parse(notebookText([parameters, heading, code, "4"], "tsnb")), null, 1);
  const folder = realpathSync(scratch({ "x.ipynb": text }));
  const events: RunEvent[] = [];
  const result = await runNotebooks([join(folder, "x.ipynb")], {
    out: join(folder, "out"),
    param: { lr: 2 },
    onEvent: (event) => events.push(event),
    ...options,
  });
  const [notebook] = result.notebooks;
  if (notebook === undefined) throw new Error("no result");
  return { result, notebook, events, folder, lines: text.split("\n") };
}

it("of a failed cell are those of the notebook's file, in messages, reports, events and annotations", async () => {
  const { result, notebook, events, folder, lines } = await run("lr;\nthrow new Error(`lr is ${lr}`)");
  expect(notebook.error).toMatchObject({ place: { cell: 3 } });
  expect(problemText(notebook)).toMatch(
    /^Running cell 3 of .*: Error: lr is 2.*\n {2}Cell 3 of .*x\.ipynb \(Train\):\n/,
  );
  expect(runTable(result, undefined)).toContain("failed at cell 3");
  expect(events.flatMap((event) => (event.type === "cell-started" ? [[event.cell, event.of]] : []))).toMatchObject([
    [{ index: 0, number: 1 }, 4],
    [{ index: 1, number: undefined }, 4],
    [{ index: 3, number: 3 }, 4],
  ]);
  const [annotation = ""] = annotationsOf(result, await readPlaces(folder, result));
  const line = /line=(\d+),title=.*cell 3 \(Train\)%2C line 2::/.exec(annotation)?.[1];
  expect(lines[Number(line) - 1]).toContain("throw new Error");
});

it("of a cell with other outputs are those of the notebook's file", async () => {
  const { notebook } = await run("console.log(lr)", { check: true });
  expect(notebook.comparison?.differences.map(({ cell }) => cell)).toEqual([3, 4]);
});

it("of a cell whose outputs vary are those of the notebook's file", async () => {
  const { notebook } = await run("console.log(Math.random())", { verify: true });
  expect(notebook.error).toMatchObject({ name: "NotRepeatableError", place: { cell: 3 } });
});

it("select cells", async () => {
  const { notebook } = await run("lr", { until: "3" });
  expect(notebook.cells.map(({ number, status }) => [number, status])).toEqual([
    [1, "passed"],
    [undefined, "passed"],
    [3, "passed"],
    [4, "skipped"],
  ]);
  const { notebook: none } = await run("lr", { from: "5" });
  expect(none.error?.message).toContain("none of its 4 cells has that number, id, tag or heading");
  const { notebook: crossed } = await run("lr", { from: "4", until: "3" });
  expect(crossed.error?.message).toContain("cell 4 comes after cell 3");
});

it("are kept when a run continues where an earlier one failed", async () => {
  const options = { env: { FAIL: "1" } };
  const { folder } = await run("if (process.env.FAIL) throw new Error()", options);
  const { notebooks } = await runNotebooks([join(folder, "x.ipynb")], {
    out: join(folder, "out"),
    param: { lr: 2 },
    resume: true,
  });
  expect(notebooks[0]?.notices).toEqual([
    "it continues at cell 3; the cells before it run again, but keep their outputs",
  ]);
  expect(readFileSync(join(folder, "out", "notebooks", "x.ipynb"), "utf8")).toContain("injected-parameters");
  expect(notebooks[0]?.status).toBe("passed");
});

it("name the injected parameters if they are at fault", async () => {
  const { notebook } = await run("1", { param: { lr: 3 }, timeout: 1e-6 });
  expect(notebook.error?.message).toMatch(/^Running cell 1 of /);
  const { notebook: injected } = await run("1", { from: "3", param: { lr: 4 }, kernel: "tsnb" });
  expect(injected.cells.map(({ number }) => number)).toEqual([1, undefined, 3, 4]);
});

it("cannot be written for several runs of a matrix at once", async () => {
  await expect(run("lr", { update: true, matrix: { lr: [1, 2] } })).rejects.toThrow(
    'Reading the option "update": a notebook stores the outputs of one run, and --matrix makes several.',
  );
});
