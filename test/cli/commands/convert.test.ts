import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { parseNotebook } from "../../../src/notebook/file/read.ts";
import { notebookIn, notebookText } from "../../support/notebooks.ts";
import { tsnb } from "../../support/command.ts";

const PNG = "iVBORw0KGgo=";
const OUTPUT = { output_type: "stream", name: "stdout", text: "1\n" };

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tsnb-convert-"));
  const cells = [
    { cell_type: "markdown", source: "# Title\n\n![](p.png) ![](../p.png)" },
    { cell_type: "code", source: "console.log(1)", outputs: [OUTPUT], execution_count: 1 },
    {
      cell_type: "code",
      source: "chart",
      outputs: [{ output_type: "display_data", data: { "image/png": PNG }, metadata: {} }],
      execution_count: 2,
    },
  ];
  writeFileSync(join(folder, "a.ipynb"), notebookText(cells, "tsnb"));
  writeFileSync(join(folder, "p.png"), Buffer.from(PNG, "base64"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const convert = (...args: string[]) => tsnb(["convert", ...args], { cwd: folder });
const read = (...path: string[]) => readFileSync(join(folder, ...path), "utf8");

describe("tsnb convert", () => {
  test("embeds pictures from the notebook's folder, and no others", () => {
    expect(convert("a.ipynb", "--to", "html")).toEqual({ status: 0, stdout: "", stderr: "a.html\n" });
    expect(read("a.html")).toContain(`<img src="data:image/png;base64,${PNG}" alt="">`);
    expect(read("a.html")).toContain('<img src="../p.png" alt="">');
  });

  test("writes Markdown and its pictures into another folder", () => {
    expect(convert("a.ipynb", "--to", "md", "--out", "docs/")).toMatchObject({
      status: 0,
      stderr: `${join("docs", "a.md")}\n`,
    });
    expect(read("docs", "a.md")).toContain("![Picture](a_files/cell-2-1.png)");
    expect(existsSync(join(folder, "docs", "a_files", "cell-2-1.png"))).toBe(true);
  });

  test("converts to TypeScript and back, keeping outputs of unchanged cells", () => {
    convert("a.ipynb", "--to", "ts");
    writeFileSync(join(folder, "a.ts"), read("a.ts").replace("chart", "changed"));
    expect(convert("a.ts", "--to", "ipynb")).toMatchObject({ status: 0 });
    const [text, same, changed] = notebookIn(folder, "a.ipynb").cells;
    expect(text?.source).toContain("# Title");
    expect(same).toMatchObject({ source: "console.log(1)", outputs: [OUTPUT], execution_count: 1 });
    expect(changed).toMatchObject({ source: "changed", outputs: [], execution_count: null });
  });

  test("keeps indentation, line ends and numbers of a notebook that it writes again", () => {
    const notebook = [
      "{",
      '    "cells": [',
      "        {",
      '            "cell_type": "code",',
      '            "execution_count": 1,',
      '            "id": "a",',
      '            "metadata": {',
      '                "rate": 1.0',
      "            },",
      '            "outputs": [',
      "                {",
      '                    "data": {',
      '                        "application/json": [',
      "                            9007199254740993,",
      "                            1e3",
      "                        ]",
      "                    },",
      '                    "metadata": {},',
      '                    "output_type": "display_data"',
      "                }",
      "            ],",
      '            "source": [',
      '                "f()"',
      "            ]",
      "        }",
      "    ],",
      '    "metadata": {},',
      '    "nbformat": 4,',
      '    "nbformat_minor": 5',
      "}",
    ].join("\r\n");
    writeFileSync(join(folder, "b.ipynb"), notebook);
    convert("b.ipynb", "--to", "ts");
    expect(convert("b.ts", "--to", "ipynb")).toMatchObject({ status: 0 });
    expect(read("b.ipynb")).toBe(notebook);
  });

  test("refuses TypeScript that is not UTF-8, and keeps the notebook", () => {
    const before = read("a.ipynb");
    writeFileSync(join(folder, "a.ts"), Buffer.from("// %%\nconst caf\u00e9 = 1;\n", "latin1"));
    const { status, stderr } = convert("a.ts", "--to", "ipynb");
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: "tsnb: Reading a.ts: it is not text in UTF-8. Save it again in UTF-8.\n",
    });
    expect(read("a.ipynb")).toBe(before);
  });

  test("writes to stdout", () => {
    const { stdout } = convert("a.ipynb", "--to", "ipynb", "--out", "-");
    expect(parseNotebook(stdout, "stdout").cells).toEqual(notebookIn(folder, "a.ipynb").cells);
  });

  test.each([
    [["a.ipynb", "--to", "ipynb"], 2, /a\.ipynb would overwrite itself/],
    [["a.ipynb", "b.ipynb", "--to", "md", "-o", "x"], 2, /several files need a folder.*--out x\//],
    [["a.ipynb"], 2, /required option '-t, --to <form>' not specified/],
    [["p.png", "--to", "md"], 2, /Reading p\.png: its extension is not that of a notebook/],
    [["none.ts", "--to", "ipynb"], 2, /^tsnb: Opening none\.ts: there is no such file\. Check the path/],
  ])("refuses %j", (args, status, message) => {
    const done = convert(...args);
    expect(done.status).toBe(status);
    expect(done.stderr).toMatch(message);
    expect(done.stderr).not.toMatch(/\n\s+at /);
  });

  test("refuses to convert cells in another language to TypeScript", () => {
    const python = notebookText(["print(1)"], "python3").replace(
      '"metadata":{"kernelspec":{',
      '$&"language":"python",',
    );
    writeFileSync(join(folder, "py.ipynb"), python);
    const { status, stderr } = convert("py.ipynb", "--to", "ts");
    expect(status).toBe(2);
    expect(stderr).toMatch(/Converting py to TypeScript: its cells are in python/);
    expect(convert("py.ipynb", "--to", "md").status).toBe(0);
  });
});
