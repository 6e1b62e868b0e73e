import { describe, expect, it } from "vitest";
import { parseNotebook } from "../../../src/notebook/read.ts";
import { ParameterError } from "../../../src/run/errors.ts";
import { declaredIn } from "../../../src/run/parameters/declared.ts";
import { injectParameters } from "../../../src/run/parameters/inject.ts";
import type { Values } from "../../../src/run/parameters/values.ts";
import { notebookText } from "../../support/notebooks.ts";

const SOURCE = `// The learning rate.
const lr: number = 0.5;
type Mode = "fast" | "slow";
let mode: Mode = "fast"; // how
export const tags: readonly string[] = ["a"];
const size: { width: number; height?: number } = { width: 1 };
const steps = 10, verbose = false;
const anything = load();`;

function notebook(source = SOURCE, tag = "parameters") {
  const cell = { cell_type: "code", source, metadata: { tags: [tag] }, outputs: [], execution_count: null };
  return parseNotebook(notebookText(["1", cell, "2"], "tsnb"), "x.ipynb");
}

function inject(values: Values, language: "typescript" | "javascript" | "python" = "typescript", source = SOURCE) {
  return injectParameters(notebook(source), values, { file: "x.ipynb", language });
}

describe("the parameters that a cell declares", () => {
  it("have names, types, defaults and comments", () => {
    expect(declaredIn(SOURCE, "typescript")).toMatchObject([
      { name: "lr", keyword: "const", annotation: "number", fallback: "0.5", comment: "The learning rate." },
      { name: "mode", keyword: "let", annotation: "Mode", comment: "how", schema: { enum: ["fast", "slow"] } },
      { name: "tags", annotation: "readonly string[]", schema: { type: "array", items: { type: "string" } } },
      {
        name: "size",
        schema: { type: "object", required: ["width"], properties: { height: { type: "number" } } },
      },
      { name: "steps", annotation: "number" },
      { name: "verbose", annotation: "boolean", fallback: "false" },
      { name: "anything", annotation: undefined, schema: {} },
    ]);
  });

  it("are found in Python, too", () => {
    const source = "# settings\nlr: float = 0.5  # the rate\nname = 'x'\nif True:\n    inner = 1\n";
    expect(declaredIn(source, "python")).toMatchObject([
      { name: "lr", annotation: "float", fallback: "0.5", comment: "the rate", schema: { type: "number" } },
      { name: "name", fallback: "'x'", schema: {} },
    ]);
  });
});

describe("values for parameters", () => {
  it("are written as typed TypeScript after the cell that declares them", () => {
    const values = { lr: "0.1", mode: "slow", tags: '["b"]', size: { width: 2 }, steps: 3, anything: "5" };
    const { notebook: with_, cell } = inject(values);
    expect(with_.cells[2]).toBe(cell);
    expect(cell).toMatchObject({ metadata: { tags: ["injected-parameters"] }, outputs: [] });
    expect(cell.source.split("\n")).toEqual([
      "// Parameters",
      "const lr: number = 0.1;",
      'let mode: Mode = "slow";',
      'const tags: readonly string[] = ["b"];',
      'const size: { width: number; height?: number } = {"width":2};',
      "const steps: number = 3;",
      "const anything = 5;",
    ]);
  });

  it("are written as JavaScript and Python", () => {
    expect(inject({ lr: 1, mode: "slow" }, "javascript").cell.source).toBe(
      '// Parameters\nconst lr = 1;\nlet mode = "slow";',
    );
    const source = "a = 1\nb = None\nc = []";
    const { cell } = inject({ a: true, b: null, c: [1, { x: false }] }, "python", source);
    expect(cell.source).toBe('# Parameters\na = True\nb = None\nc = [1, {"x": False}]');
  });

  it("replace those of an earlier time", () => {
    const first = inject({ lr: 1 }).notebook;
    const second = injectParameters(first, { lr: 2 }, { file: "x.ipynb", language: "typescript" });
    expect(second.notebook.cells).toHaveLength(4);
    expect(second.notebook.cells[2]).toMatchObject({
      id: first.cells[2]?.id,
      source: "// Parameters\nconst lr: number = 2;",
    });
  });

  it.each<[string, Values, RegExp]>([
    [
      "an unknown name",
      { rate: 1 },
      /parameter rate of x\.ipynb: the notebook has no such parameter, but lr: number; mode: Mode; /,
    ],
    ["text for a number", { lr: "fast" }, /parameter lr .*its type is number, and "fast" does not fit/],
    ["a value that a union lacks", { mode: "turbo" }, /its type is Mode, and "turbo" does not fit/],
    ["an object with another field", { size: { width: 1, depth: 2 } }, /size .* does not fit/],
    ["an object without a field", { size: {} }, /size .* does not fit/],
    ["a list of numbers for one of strings", { tags: [1] }, /tags .* does not fit/],
  ])("are refused for %s", (_, values, message) => {
    expect(() => inject(values)).toThrow(ParameterError);
    expect(() => inject(values)).toThrow(message);
  });

  it("are refused by a notebook without the tag", () => {
    const plain = notebook(SOURCE, "other");
    expect(() => injectParameters(plain, { lr: 1 }, { file: "x.ipynb", language: "typescript" })).toThrow(
      /no cell of the notebook is tagged "parameters"/,
    );
  });
});
