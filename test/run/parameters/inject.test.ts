import { describe, expect, it } from "vitest";
import { parseNotebook } from "../../../src/notebook/file/read.ts";
import { ParameterError } from "../../../src/run/errors/setting-errors.ts";
import { declaredParameters, type ParameterLanguage } from "../../../src/run/parameters/declared-parameters.ts";
import { injectParameters } from "../../../src/run/parameters/inject.ts";
import { type ParameterValues, valueFor } from "../../../src/run/parameters/values.ts";
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

function inject(values: ParameterValues, language: ParameterLanguage = "typescript", source = SOURCE) {
  const declared = declaredParameters(source, language);
  const { cells } = injectParameters(notebook(source), values, declared, { file: "x.ipynb", language });
  return { cells, cell: cells[2] };
}

describe("the parameters that a cell declares", () => {
  it("have names, types, defaults and comments", () => {
    expect(declaredParameters(SOURCE, "typescript")).toMatchObject([
      { name: "lr", keyword: "const", annotation: "number", fallback: "0.5", comment: "The learning rate." },
      { name: "mode", keyword: "let", annotation: "Mode", comment: "how" },
      { name: "tags", annotation: "readonly string[]" },
      { name: "size", annotation: "{ width: number; height?: number }" },
      { name: "steps", annotation: "number" },
      { name: "verbose", annotation: "boolean", fallback: "false" },
      { name: "anything", annotation: undefined },
    ]);
  });

  it("are found in Python too", () => {
    const source = "# settings\nlr: float = 0.5  # the rate\nname = 'x'\nif True:\n    inner = 1\n";
    expect(declaredParameters(source, "python")).toMatchObject([
      { name: "lr", annotation: "float", fallback: "0.5", comment: "the rate", schema: { type: "number" } },
      { name: "name", fallback: "'x'", schema: {} },
    ]);
  });
});

describe("the parameters of Python code", () => {
  it.each([
    ["color = '#ff0000'", ["color", "'#ff0000'", undefined]],
    ['tag = "a # b"  # the tag', ["tag", '"a # b"', "the tag"]],
    ["names = [  # some\n  'a',\n]", ["names", "[  \n  'a',\n]", undefined]],
    ["path = r'C:\\x'", ["path", "r'C:\\x'", undefined]],
    ["quote = 'it\\'s # one'", ["quote", "'it\\'s # one'", undefined]],
    ["total = 1 + \\\n  2", ["total", "1 +   2", undefined]],
    ["sizes: dict[str, int] = {}", ["sizes", "{}", undefined]],
  ])("may have strings, lists and continued lines: %s", (source, [name, fallback, comment]) => {
    expect(declaredParameters(source, "python")).toMatchObject([{ name, fallback, comment }]);
  });

  it("are not in strings, blocks and comparisons", () => {
    const source = [
      '"""',
      "x = 1",
      '"""',
      "a = '''",
      "y = 2",
      "'''",
      "if a:",
      "    z = 3; w = 4",
      "else: v = 5",
      "a == 5",
      "b = 6; c = 7  # both",
      "f(k = 8)",
      "d = 'open",
      "e = 9",
    ];
    expect(declaredParameters(source.join("\n"), "python").map(({ name }) => name)).toEqual(["a", "b", "c", "d", "e"]);
  });
});

describe("values for parameters", () => {
  it("are written as typed TypeScript after the cell that declares them", () => {
    const values = { lr: 0.1, mode: "slow", tags: ["b"], size: { width: 2 }, steps: 3, anything: 5 };
    const { cell, cells } = inject(values);
    expect(cells).toHaveLength(4);
    expect(cell).toMatchObject({ metadata: { tags: ["injected-parameters"] }, outputs: [] });
    expect(cell?.source.split("\n")).toEqual([
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
    expect(inject({ lr: 1, mode: "slow" }, "javascript").cell?.source).toBe(
      '// Parameters\nconst lr = 1;\nlet mode = "slow";',
    );
    const source = "a = 1\nb = None\nc = []";
    const { cell } = inject({ a: true, b: null, c: [1, { x: false }] }, "python", source);
    expect(cell?.source).toBe('# Parameters\na = True\nb = None\nc = [1, {"x": False}]');
  });

  it("replace those of an earlier run", () => {
    const first = { ...notebook(), cells: inject({ lr: 1 }).cells };
    const second = injectParameters(first, { lr: 2 }, declaredParameters(SOURCE, "typescript"), {
      file: "x.ipynb",
      language: "typescript",
    });
    expect(second.cells).toHaveLength(4);
    expect(second.cells[2]).toMatchObject({
      id: first.cells[2]?.id,
      source: "// Parameters\nconst lr: number = 2;",
    });
  });

  it("are refused for an unknown name, and in Python for another type", () => {
    expect(() => inject({ rate: 1 })).toThrow(ParameterError);
    expect(() => inject({ rate: 1 })).toThrow(
      /parameter rate of x\.ipynb: the notebook has no such parameter, but lr: number; mode: Mode; /,
    );
    expect(() => inject({ lr: "fast" }, "python", "lr: float = 0.5")).toThrow(
      /its type is float, and "fast" does not fit/,
    );
  });
});

describe("text for a parameter", () => {
  it.each([
    ["0.1", { type: "number" }, 0.1],
    ["0.1", { type: "string" }, "0.1"],
    ["true", { type: "boolean" }, true],
    ["fast", { enum: ["fast", "slow"] }, "fast"],
    ["2", { enum: [1, 2] }, 2],
    ['["a"]', { type: "array", items: { type: "string" } }, ["a"]],
    ["5", {}, 5],
    ["5", { description: "untyped" }, 5],
    ["words", {}, "words"],
    ["null", { anyOf: [{ type: "number" }, { type: "null" }] }, null],
  ])("%s is read as %j asks for", (text, schema, value) => {
    expect(valueFor(text, { schema })).toEqual(value);
  });
});
