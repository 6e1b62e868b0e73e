import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseNotebook, readNotebook } from "../../../src/notebook/file/read.ts";
import type { Notebook } from "../../../src/notebook/types.ts";
import { formatNotebook, writeNotebook } from "../../../src/notebook/file/write.ts";
import { WriteError } from "../../../src/util/files/write-atomic.ts";
import { scratch } from "../../support/scratch.ts";

// Every kind of cell and output; the text below is the output of Jupyter's nbformat 5.11 for it.
const notebook: Notebook = {
  nbformat: 4,
  nbformat_minor: 5,
  metadata: { z: 1, kernelspec: { name: "tslab", display_name: "TypeScript" }, empty: {} },
  cells: [
    {
      cell_type: "markdown",
      id: "m",
      metadata: {},
      source: "# T\n",
      attachments: { "a.txt": { "text/plain": "a\nb" } },
    },
    {
      cell_type: "code",
      id: "c",
      metadata: { tags: [] },
      source: "α\r\nβ\n\nγ",
      execution_count: 1,
      outputs: [
        { output_type: "stream", name: "stdout", text: "one\ntwo" },
        {
          output_type: "display_data",
          metadata: {},
          data: {
            "text/plain": "x",
            "text/html": "",
            "image/svg+xml": "<svg>\n</svg>",
            "image/png": "iVBO\nRw0K",
            "application/json": { b: [1, 2.5], a: "l1\nl2" },
          },
        },
        { output_type: "execute_result", execution_count: 1, metadata: {}, data: { "text/plain": "1" } },
        { output_type: "error", ename: "E", evalue: "v", traceback: ["a\nb"] },
      ],
    },
    { cell_type: "code", id: "e", metadata: {}, source: "", execution_count: null, outputs: [] },
    { cell_type: "raw", id: "r", metadata: {}, source: "a\u2028b\u000cc" },
  ],
};

const written = `{
 "cells": [
  {
   "attachments": {
    "a.txt": {
     "text/plain": [
      "a\\n",
      "b"
     ]
    }
   },
   "cell_type": "markdown",
   "id": "m",
   "metadata": {},
   "source": [
    "# T\\n"
   ]
  },
  {
   "cell_type": "code",
   "execution_count": 1,
   "id": "c",
   "metadata": {
    "tags": []
   },
   "outputs": [
    {
     "name": "stdout",
     "output_type": "stream",
     "text": [
      "one\\n",
      "two"
     ]
    },
    {
     "data": {
      "application/json": {
       "a": "l1\\nl2",
       "b": [
        1,
        2.5
       ]
      },
      "image/png": "iVBO\\nRw0K",
      "image/svg+xml": [
       "<svg>\\n",
       "</svg>"
      ],
      "text/html": [],
      "text/plain": [
       "x"
      ]
     },
     "metadata": {},
     "output_type": "display_data"
    },
    {
     "data": {
      "text/plain": [
       "1"
      ]
     },
     "execution_count": 1,
     "metadata": {},
     "output_type": "execute_result"
    },
    {
     "ename": "E",
     "evalue": "v",
     "output_type": "error",
     "traceback": [
      "a\\nb"
     ]
    }
   ],
   "source": [
    "α\\r\\n",
    "β\\n",
    "\\n",
    "γ"
   ]
  },
  {
   "cell_type": "code",
   "execution_count": null,
   "id": "e",
   "metadata": {},
   "outputs": [],
   "source": []
  },
  {
   "cell_type": "raw",
   "id": "r",
   "metadata": {},
   "source": [
    "a\u2028",
    "b\\f",
    "c"
   ]
  }
 ],
 "metadata": {
  "empty": {},
  "kernelspec": {
   "display_name": "TypeScript",
   "name": "tslab"
  },
  "z": 1
 },
 "nbformat": 4,
 "nbformat_minor": 5
}
`;

describe("formatNotebook", () => {
  it("writes what Jupyter writes", () => {
    expect(formatNotebook(notebook)).toBe(written);
  });

  it("can be read back", () => {
    expect(parseNotebook(formatNotebook(notebook), "x")).toEqual(notebook);
  });

  it("writes the same text whatever the order of the keys", () => {
    const { cells, metadata, ...rest } = notebook;
    const reversed = { ...rest, metadata: Object.fromEntries(Object.entries(metadata).toReversed()), cells };
    expect(formatNotebook(reversed)).toBe(written);
  });
});

function content(fields: string): string {
  const cell = `{"cell_type":"raw","id":"r","metadata":{${fields}},"source":[]}`;
  return `{"cells":[${cell}],"metadata":{"m":1.0},"nbformat":4,"nbformat_minor":5}`;
}

describe("a notebook that was read from a file", () => {
  it.each(["12345678901234567890", "1.0", "-0", "1e3", "0.10", "1E-7", "9007199254740993", "0.1000000000000000055"])(
    "keeps the number %s as it was written",
    (number) => {
      const text = content(`"deep":[{"a/b~c":[0,${number}]}],"n":${number},"text":"${number},"`);
      expect(formatNotebook(parseNotebook(text, "x"))).toBe(text);
    },
  );

  it("keeps a number with its cell when another comes before it, and not when it was changed", () => {
    const read = parseNotebook(content('"n":1.0'), "x");
    const [cell] = read.cells;
    if (cell === undefined) throw new Error("no cell");
    const more = { ...read, cells: [{ ...cell, id: "other", metadata: { n: 1 } }, cell] };
    expect(formatNotebook(more)).toMatch(/"id":"other","metadata":\{"n":1\}.*"id":"r","metadata":\{"n":1\.0\}/);
    expect(formatNotebook({ ...read, cells: [{ ...cell, metadata: { n: 2 } }] })).toContain('"n":2}');
  });

  it("keeps its indentation and line ends", () => {
    const jupyter = formatNotebook(notebook);
    for (const layout of [
      jupyter.replace(/^ +/gm, (spaces) => spaces.repeat(4)),
      jupyter.replace(/^ +/gm, (spaces) => "\t".repeat(spaces.length)),
      jupyter.replaceAll("\n", "\r\n"),
      jupyter.trimEnd(),
    ]) {
      expect(formatNotebook(parseNotebook(layout, "x"))).toBe(layout);
    }
  });
});

describe("writeNotebook", () => {
  it("writes a file that reads back, and nothing beside it", async () => {
    const folder = scratch();
    await writeNotebook(join(folder, "new", "x.ipynb"), notebook);
    expect(await readNotebook(join(folder, "new", "x.ipynb"))).toEqual(notebook);
    expect(readdirSync(join(folder, "new"))).toEqual(["x.ipynb"]);
  });

  it("reports a file in the folder's place, and does not change it", async () => {
    const folder = scratch({ out: "mine" });
    await expect(writeNotebook(join(folder, "out", "x.ipynb"), notebook)).rejects.toThrow(WriteError);
    expect(readFileSync(join(folder, "out"), "utf8")).toBe("mine");
  });
});
