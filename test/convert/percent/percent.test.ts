import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, onTestFinished, test } from "vitest";
import { PercentHeaderError } from "../../../src/convert/percent/errors.ts";
import { parsePercent } from "../../../src/convert/percent/read.ts";
import { formatPercent } from "../../../src/convert/percent/write.ts";
import { parseNotebook } from "../../../src/notebook/file/read.ts";
import { formatNotebook } from "../../../src/notebook/file/write.ts";
import type { Cell } from "../../../src/notebook/types.ts";
import { notebookIn, notebookText } from "../../support/notebooks.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));

function cellsIn(text: string): readonly Cell[] {
  return parsePercent(text, "a.ts").cells;
}

function sources(text: string): string[] {
  return cellsIn(text).map(({ source }) => source);
}

describe("a notebook as TypeScript", () => {
  test("is a script with its text as comments", () => {
    const cells = [
      { cell_type: "markdown", source: "# Title\n\nText", metadata: { tags: ["intro"] } },
      {
        cell_type: "code",
        source: "%npm install d3\nconst a = 1;",
        metadata: { title: "Load" },
        outputs: [],
        execution_count: 3,
      },
      { cell_type: "raw", source: "raw" },
    ];
    expect(formatPercent(parseNotebook(notebookText(cells, "tsnb"), "a"))).toBe(
      `// ---
// jupyter:
//   kernelspec:
//     name: tsnb
//     display_name: tsnb
//   jupytext:
//     text_representation:
//       extension: .ts
//       format_name: percent
// ---

// %% [markdown] id="cell-0" tags=["intro"]
// # Title
//
// Text

// %% Load id="cell-1"
// %npm install d3
const a = 1;

// %% [raw] id="cell-2"
// raw
`,
    );
  });

  test("turns magics into comments, but not TypeScript that looks like them", () => {
    const source = [
      "!ls \\",
      "  -la",
      "const b = flag &&",
      "!done;",
      "const t = `",
      "%npm`;",
      "// !not a command",
    ].join("\n");
    const text = formatPercent(parseNotebook(notebookText([source], "tsnb"), "a"));
    expect(text.split("\n").slice(12, -1)).toEqual([
      "// !ls \\",
      "//   -la",
      "const b = flag &&",
      "!done;",
      "const t = `",
      "%npm`;",
      "// // !not a command",
    ]);
    expect(sources(text)).toEqual([source]);
  });

  test("turns questions to the kernel and cells of other languages into comments", () => {
    const cells = ["const a = 1; // really?\n// why?\na?", "// why?", "%%bash\nls\n\n# %%"];
    const text = formatPercent(parseNotebook(notebookText(cells, "tsnb"), "a"));
    expect(text.split("\n").slice(11)).toEqual([
      '// %% id="cell-0" questions=true',
      "const a = 1; // really?",
      "// // why?",
      "// a?",
      "",
      '// %% id="cell-1"',
      "// why?",
      "",
      '// %% id="cell-2" commented=true',
      "// %%bash",
      "// ls",
      "//",
      "// # %%",
      "",
    ]);
    expect(sources(text)).toEqual(cells);
  });

  test("declares the names of commands that keep a value, before their comments", () => {
    const cells = [
      "const isDone = true",
      "files = !ls\nconst a = !isDone",
      "%time const b: number = load(1)\n%time a",
      "%%time\nb",
    ];
    const text = formatPercent(parseNotebook(notebookText(cells, "tsnb"), "a"));
    expect(
      text
        .split("\n")
        .filter((line) => !line.startsWith("// %% ") && line !== "")
        .slice(10),
    ).toEqual([
      "const isDone = true",
      "var files = [] as string[]; // files = !ls",
      "const a = !isDone",
      "const b: number = load(1); // %time const b: number = load(1)",
      "a; // %time a",
      "// %%time",
      "b",
    ]);
    expect(sources(text)).toEqual(cells);
  });

  test("escapes JavaScript's line ends in text", () => {
    const cells = [{ cell_type: "markdown", source: "one\u2028two \\u2028" }];
    const text = formatPercent(parseNotebook(notebookText(cells, "tsnb"), "a"));
    expect(text).toContain('// %% [markdown] id="cell-0" escaped=true\n// one\\u2028two \\\\u2028\n');
    expect(sources(text)).toEqual(["one\u2028two \\u2028"]);
  });

  test("is accepted by the compiler as it is", () => {
    const folder = mkdtempSync(join(tmpdir(), "tsnb-percent-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    symlinkSync(join(root, "node_modules"), join(folder, "node_modules"), "junction");
    const notebook = notebookIn(root, "notebooks", "01-picking-the-best-model.ipynb");
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
    writeFileSync(join(folder, "lesson.ts"), formatPercent(notebook));
    const flags = ["--noEmit", "--strict", "--skipLibCheck", "--module", "nodenext", "--target", "es2023"];
    const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
    const cells = [
      { cell_type: "markdown", source: "one\u2028two\rthree" },
      { cell_type: "raw", source: "no: TypeScript {" },
      "%npm install d3\nconst a: number = 1; // really?\na?\n??a",
      "%%bash\nls -l | wc\u2028",
    ];
    writeFileSync(join(folder, "oddities.ts"), formatPercent(parseNotebook(notebookText(cells, "tsnb"), "a")));
    const files = ["lesson.ts", "oddities.ts"];
    const { stdout, status } = spawnSync(process.execPath, [tsc, ...flags, "--types", "node", ...files], {
      cwd: folder,
      encoding: "utf8",
    });
    expect({ stdout, status }).toEqual({ stdout: "", status: 0 });
  });
});

describe("TypeScript as a notebook", () => {
  test("can be written by hand, without header, ids and first marker", () => {
    const text = "import a from 'a';\n\n// %% A title\nconst b = 1;\n\n// %% [markdown]\n// Text\n// - with a list\n";
    const cells = cellsIn(text);
    expect(cells.map(({ cell_type, source }) => [cell_type, source])).toEqual([
      ["code", "import a from 'a';"],
      ["code", "const b = 1;"],
      ["markdown", "Text\n- with a list"],
    ]);
    expect(cells[1]?.metadata).toEqual({ title: "A title" });
    expect(new Set(cells.map(({ id }) => id)).size).toBe(3);
    expect(cellsIn(text)).toEqual(cells);
  });

  test("can have Windows line ends", () => {
    expect(sources('// %% id="a"\r\nconst a = 1;\r\n\r\n// %% [markdown] id="b"\r\n// b\r\n')).toEqual([
      "const a = 1;",
      "b",
    ]);
  });

  test.each([
    ['// %% tags=["a b", "c"] x={"y": "z=1 }"} n=1.5', { tags: ["a b", "c"], x: { y: "z=1 }" }, n: 1.5 }],
    ['// %% {"tags": ["a"]}', { tags: ["a"] }],
    ["// %% Some title slow=true flag", { title: "Some title", slow: true, flag: null }],
    ["//%% odd=unquoted", { odd: "unquoted" }],
    ["// %%", {}],
  ])("has metadata in the line that starts a cell: %s", (line, metadata) => {
    expect(cellsIn(`${line}\nx\n`)[0]?.metadata).toEqual(metadata);
  });

  test("keeps comments that look like commands; only known commands by name are commands", () => {
    const comments = [
      "// !important: sort first",
      "// %s is the name",
      "// %%bash is no cell here",
      "// 100 %",
      "// x?",
      "// // %npm install no",
    ].join("\n");
    const byHand = `// %%\n${comments}\n\n// %%\n// %npm install d3\n  // %time load()\n// %%time\nf();\n`;
    expect(sources(byHand)).toEqual([comments, "%npm install d3\n  %time load()\n%%time\nf();"]);
    const notebook = parsePercent(byHand, "a.ts");
    expect(sources(formatPercent(notebook))).toEqual(notebook.cells.map(({ source }) => source));
  });

  test("keeps the digits of numbers that JavaScript would change", () => {
    const metadata = `{"a":[1.0,{"b":9007199254740993}],"c":-0,"d":1.50e+300}`;
    const cell = `{"cell_type":"code","id":"a","metadata":{"e":1e3,"f":{"g":1.10}},"source":"1.0","outputs":[],"execution_count":null}`;
    const text = `{"cells":[${cell}],"metadata":${metadata},"nbformat":4,"nbformat_minor":5}`;
    const notebook = parseNotebook(text, "a", { strict: true });
    const percent = formatPercent(notebook);
    expect(percent).toContain('// %% id="a" e=1e3 f={"g":1.10}\n1.0\n');
    expect(percent).toContain("//     - b: 9007199254740993\n");
    const back = formatNotebook(parsePercent(percent, "a.ts", { strict: true })).replaceAll(/\s/g, "");
    expect(back).toContain(`"metadata":${metadata}`);
    expect(back).toContain('"metadata":{"e":1e3,"f":{"g":1.10}}');
  });

  test("keeps the line that names its program", () => {
    const shebang = "#!/usr/bin/env -S npx tsx";
    const bare = parsePercent(`${shebang}\n\n// %%\nconst a = 1;\n`, "a.ts");
    expect(bare.metadata).toEqual({ jupytext: { executable: "/usr/bin/env -S npx tsx" } });
    expect(bare.cells.map(({ source }) => source)).toEqual(["const a = 1;"]);
    const text = formatPercent({
      ...bare,
      metadata: { ...bare.metadata, kernelspec: { name: "tsnb", display_name: "tsnb" } },
    });
    expect(text.startsWith(`${shebang}\n// ---\n// jupyter:\n//   jupytext:\n`)).toBe(true);
    expect(text.split("executable")).toHaveLength(1);
    expect(parsePercent(text, "a.ts").metadata).toEqual({
      ...bare.metadata,
      kernelspec: { name: "tsnb", display_name: "tsnb" },
    });
    const odd = { ...bare, metadata: { jupytext: { executable: "a\nb" } } };
    expect(parsePercent(formatPercent(odd), "a.ts").metadata).toEqual(odd.metadata);
  });

  test("repairs ids that occur twice", () => {
    const ids = cellsIn('// %% id="a"\n1\n\n// %% id="a"\n2\n').map(({ id }) => id);
    expect(ids[0]).toBe("a");
    expect(new Set(ids).size).toBe(2);
  });

  test("is refused with a header that is not YAML", () => {
    const text = "// ---\n// jupyter: {\n// ---\n\n// %%\n1\n";
    expect(() => parsePercent(text, "a.ts")).toThrow(PercentHeaderError);
    expect(() => parsePercent(text, "a.ts")).toThrow(/^Reading the header of a\.ts: .* Correct the YAML/);
  });
});
