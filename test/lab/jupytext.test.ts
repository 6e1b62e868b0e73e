import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, inject, test } from "vitest";
import { parsePercent } from "../../src/convert/percent/read.ts";
import { formatPercent } from "../../src/convert/percent/write.ts";
import type { Notebook } from "../../src/notebook/types.ts";
import { notebookIn } from "../support/notebooks.ts";
import { scratch } from "../support/scratch.ts";
import { run } from "./support/command.ts";
import { root } from "./support/paths.ts";
import { inVenv } from "./support/venv.ts";

const NOTEBOOKS = ["01-picking-the-best-model.ipynb", "02-accuracy-vs-speed.ipynb"];

function contents({ cells }: Notebook) {
  return cells.map(({ id, cell_type, source, metadata }) => ({ id, cell_type, source, metadata }));
}

test.each(NOTEBOOKS)("jupytext reads %s, and what jupytext writes is read again", async (name) => {
  const notebook = notebookIn(root, "notebooks", name);
  const folder = scratch({ "a.ts": formatPercent(notebook) });
  const jupytext = inVenv(inject("venv"), "jupytext");
  await run(jupytext, ["--to", "ipynb", join(folder, "a.ts")]);
  const made = notebookIn(folder, "a.ipynb");
  expect(made.cells.map(({ cell_type, source }) => [cell_type, source])).toEqual(
    notebook.cells.map(({ cell_type, source }) => [cell_type, source]),
  );
  await run(jupytext, ["--to", "ts:percent", join(folder, "a.ipynb"), "--output", join(folder, "b.ts")]);
  expect(contents(parsePercent(readFileSync(join(folder, "b.ts"), "utf8"), "b.ts"))).toEqual(contents(notebook));
});

test("jupytext keeps percent commands and tags", async () => {
  const folder = scratch();
  writeFileSync(join(folder, "a.ts"), '// %% tags=["parameters"]\n// %npm install d3\nconst a = 1;\n');
  await run(inVenv(inject("venv"), "jupytext"), ["--to", "ipynb", join(folder, "a.ts")]);
  const [cell] = notebookIn(folder, "a.ipynb").cells;
  expect(cell).toMatchObject({ source: "%npm install d3\nconst a = 1;", metadata: { tags: ["parameters"] } });
});
