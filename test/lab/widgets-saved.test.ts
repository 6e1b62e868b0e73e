import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, inject, it } from "vitest";
import { runNotebooks } from "../../src/run/index.ts";
import { notebookText } from "../support/notebooks.ts";
import { run } from "./support/command.ts";
import { labDir } from "./support/paths.ts";
import { inVenv } from "./support/venv.ts";

const CELL = `import { interact } from "tsnb/widgets";
interact(({ month }) => \`month \${month}\`, { month: [1, 12] })`;

it("nbconvert's page of a notebook that ran headlessly has its widgets", async () => {
  const file = join(labDir, "widgets-saved.ipynb");
  await writeFile(file, notebookText([CELL], "tsnb"));
  const { notebooks } = await runNotebooks([file], { out: join(labDir, "widgets-saved") });
  const executed = notebooks[0]?.target ?? "";
  await run(inVenv(inject("venv"), "jupyter"), ["nbconvert", "--to", "html", executed]);
  const page = await readFile(executed.replace(/ipynb$/, "html"), "utf8");
  const scriptOf = (type: string): unknown => {
    const pattern = `<script[^>]*type="application/vnd.jupyter.${type}[+]json"[^>]*>([^<]*)</script>`;
    return JSON.parse(new RegExp(pattern).exec(page)?.[1] ?? "null");
  };
  const view: unknown = scriptOf("widget-view");
  const id = String(Reflect.get(Object(view), "model_id"));
  expect(scriptOf("widget-state")).toMatchObject({
    state: { [id]: { model_name: "VBoxModel", model_module: "@jupyter-widgets/controls" } },
  });
  expect(page).toContain("IntSliderModel");
});
