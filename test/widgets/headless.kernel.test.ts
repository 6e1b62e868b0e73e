import { readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { runNotebooks } from "../../src/run/index.ts";
import { packageRoot } from "../../src/util/package-root.ts";
import { notebookText } from "../support/notebooks.ts";
import { scratch } from "../support/scratch.ts";

const STATE = "application/vnd.jupyter.widget-state+json";
const VIEW = "application/vnd.jupyter.widget-view+json";

const CELLS = [
  `import { column, dropdown, interact, slider } from "tsnb/widgets";
import { show } from "tsnb/display";
const month = slider(1, 12, { label: "Month" });
const device = dropdown(["gpu", "cpu"], { label: "Device" });
await show(column(month, device));`,
  `await show(interact(({ month, device }) => \`\${device} in \${month}\`, { month: month, device: device }));`,
  `const seen: number[] = [];
for await (const value of month) seen.push(value);
console.log(seen, await month.next(), await month.value);`,
];

/** Creates a folder with a notebook of these cells, where the kernel finds the package. Returns its path. */
function project(): string {
  const folder = scratch({ "w.ipynb": notebookText(CELLS, "tsnb") });
  symlinkSync(join(packageRoot(), "node_modules"), join(folder, "node_modules"), "junction");
  return folder;
}

async function executed(folder: string, out: string): Promise<string> {
  const { notebooks } = await runNotebooks([join(folder, "w.ipynb")], { out: join(folder, out) });
  expect(notebooks.map(({ status, error }) => [status, error])).toEqual([["passed", undefined]]);
  return readFileSync(notebooks[0]?.target ?? "", "utf8");
}

it("a notebook with widgets runs through, stores their state, and is the same bytes each time", async () => {
  const folder = project();
  const text = await executed(folder, "one");
  expect(await executed(folder, "two")).toBe(text);
  const { cells, metadata } = JSON.parse(text);
  const { state } = metadata.widgets[STATE];
  const shown = cells.flatMap((cell: { outputs: { data?: Record<string, { model_id: string }> }[] }) =>
    cell.outputs.flatMap(({ data }) => (data?.[VIEW] === undefined ? [] : [state[data[VIEW].model_id].model_name])),
  );
  expect(shown).toEqual(["VBoxModel", "VBoxModel"]);
  const models: { model_name: string; state: Record<string, unknown> }[] = Object.values(state);
  const slider = models.find(({ model_name: name }) => name === "IntSliderModel");
  expect(slider?.state).toMatchObject({ min: 1, max: 12, value: 6, description: "Month" });
  const output = models.find(({ model_name: name }) => name === "OutputModel");
  expect(output?.state["outputs"]).toEqual([
    { output_type: "display_data", data: { "text/plain": "'gpu in 6'" }, metadata: {} },
  ]);
  expect(text).toContain("[ 6 ] 6 6");
});

it("a notebook with widgets says the same on tslab, where they are their values", async () => {
  const folder = project();
  writeFileSync(join(folder, "w.ipynb"), await executed(folder, "one"));
  const { notebooks } = await runNotebooks([join(folder, "w.ipynb")], {
    out: join(folder, "out"),
    kernel: "tslab",
    check: true,
  });
  expect(notebooks.map(({ status, error, comparison }) => [status, error, comparison?.differences])).toEqual([
    ["passed", undefined, []],
  ]);
});
