import { join } from "node:path";
import { expect, it } from "vitest";
import { parameterHelp, parameterSchema, parametersOf } from "../../../src/run/parameters/parameter-help.ts";
import { notebookText } from "../../support/notebooks.ts";
import { scratch } from "../../support/scratch.ts";

const source = 'const lr: number = 0.5; // the rate\nconst mode: "fast" | "slow" = "fast";\nconst more = load();';

async function parameters(tags: readonly string[] = ["parameters"]) {
  const cell = { cell_type: "code", source, metadata: { tags }, outputs: [], execution_count: null };
  return parametersOf(join(scratch({ "x.ipynb": notebookText([cell], "tsnb") }), "x.ipynb"));
}

it("are listed with types, defaults and comments", async () => {
  expect(parameterHelp("x.ipynb", await parameters()).split("\n")).toEqual([
    "Parameters of x.ipynb:",
    "  lr: number             (default: 0.5)     the rate",
    '  mode: "fast" | "slow"  (default: "fast")',
    "  more: any              (default: load())",
  ]);
  expect(parameterHelp("x.ipynb", await parameters([]))).toContain("x.ipynb has no parameters");
});

it("have a JSON Schema", async () => {
  expect(parameterSchema(await parameters())).toEqual({
    $schema: "https://json-schema.org/draft/2020-12/schema",
    type: "object",
    properties: {
      lr: { type: "number", description: "the rate", default: 0.5 },
      mode: { enum: ["fast", "slow"], default: "fast" },
      more: {},
    },
    additionalProperties: false,
  });
});
