import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { runNotebooks } from "../../src/run/index.ts";
import { scratch } from "../support/scratch.ts";
import { outputsOf, notebookIn } from "../support/notebooks.ts";

const root = join(import.meta.dirname, "..", "..");
const folders = readdirSync(join(root, "examples"), { withFileTypes: true }).filter((one) => one.isDirectory());
const examples = [...folders.map(({ name }) => join("examples", name)), "starter"];

it.each(examples)("%s gives the outputs that it was saved with, without a type error", async (name) => {
  const { notebooks } = await runNotebooks([join(root, name)], { out: scratch(), check: true });
  expect(notebooks.map(({ status, comparison }) => ({ status, differences: comparison?.differences }))).toEqual(
    notebooks.map(() => ({ status: "passed", differences: [] })),
  );
  const outputs = notebooks.flatMap(({ target }) => outputsOf(notebookIn(target)).flat());
  expect(outputs.filter((output) => output.output_type === "stream" && output.name === "stderr")).toEqual([]);
});
