import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  NotebookFileError,
  NotebookJsonError,
  NotebookShapeError,
  NotebookVersionError,
} from "../../src/notebook/errors.ts";
import { parseNotebook, readNotebook } from "../../src/notebook/read.ts";
import { scratch } from "../support/scratch.ts";

type Fields = Record<string, unknown>;

const code = (fields: Fields = {}) => ({
  id: "a",
  cell_type: "code",
  metadata: {},
  source: "1",
  outputs: [],
  execution_count: null,
  ...fields,
});
const markdown = (fields: Fields = {}) => ({ id: "m", cell_type: "markdown", metadata: {}, source: "# T", ...fields });
const without = (cell: Fields, field: string) =>
  Object.fromEntries(Object.entries(cell).filter(([key]) => key !== field));

function text(cells: readonly unknown[], fields: Fields = {}): string {
  return JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells, ...fields });
}

function parse(cells: readonly unknown[], fields: Fields = {}) {
  return parseNotebook(text(cells, fields), "x.ipynb");
}

function errorOf(cells: readonly unknown[], fields: Fields = {}): unknown {
  try {
    return parse(cells, fields);
  } catch (error) {
    return error;
  }
}

describe("a good notebook", () => {
  it("is read with texts in one piece and unknown metadata kept", () => {
    const outputs = [
      { output_type: "stream", name: "stdout", text: ["a\n", "b"] },
      {
        output_type: "display_data",
        data: { "text/plain": ["x", "y"], "application/json": ["x", "y"], "image/png": "iVBO" },
        metadata: { mine: 1 },
      },
    ];
    const notebook = parse([code({ source: ["const a = 1;\n", "a"], outputs, metadata: { mine: [1], tags: ["t"] } })], {
      metadata: { mine: { deep: true } },
    });
    expect(notebook.metadata).toEqual({ mine: { deep: true } });
    expect(notebook.cells).toEqual([
      code({
        source: "const a = 1;\na",
        metadata: { mine: [1], tags: ["t"] },
        outputs: [
          { output_type: "stream", name: "stdout", text: "a\nb" },
          {
            output_type: "display_data",
            data: { "text/plain": "xy", "application/json": ["x", "y"], "image/png": "iVBO" },
            metadata: { mine: 1 },
          },
        ],
      }),
    ]);
  });

  it("loses what belongs to a running Jupyter only", () => {
    const notebook = parse([code({ metadata: { trusted: true, kept: 1 } })], {
      metadata: { signature: "s", orig_nbformat: 4, kept: 2 },
    });
    expect(notebook.metadata).toEqual({ kept: 2 });
    expect(notebook.cells[0]?.metadata).toEqual({ kept: 1 });
  });

  it("may have attachments and no cells", () => {
    const attachments = { "a.png": { "image/png": "iVBO" } };
    expect(parse([markdown({ attachments })]).cells).toEqual([markdown({ attachments })]);
    expect(parse([]).cells).toEqual([]);
  });
});

describe("an older notebook", () => {
  const old = [without(code(), "id"), without(markdown(), "id"), without(markdown(), "id")];

  it.each([0, 1, 2, 3, 4])("of 4.%d becomes 4.5 with ids that do not change from one reading to the next", (minor) => {
    const [first, second] = [parse(old, { nbformat_minor: minor }), parse(old, { nbformat_minor: minor })];
    expect(first).toEqual(second);
    expect(first.nbformat_minor).toBe(5);
    const ids = first.cells.map(({ id }) => id);
    expect(new Set(ids).size).toBe(3);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}$/);
  });

  it("keeps a cell's id when another cell is put before it", () => {
    const [alone] = parse([without(code(), "id")], { nbformat_minor: 4 }).cells;
    const [, moved] = parse([without(markdown(), "id"), without(code(), "id")], { nbformat_minor: 4 }).cells;
    expect(moved?.id).toBe(alone?.id);
  });

  it("may have no ids and, in 4.0, no attachments", () => {
    expect(errorOf([code()], { nbformat_minor: 4 })).toMatchObject({ cell: 1, field: "id" });
    const attachments = { attachments: {} };
    const cell = without(markdown(attachments), "id");
    expect(errorOf([cell], { nbformat_minor: 0 })).toMatchObject({ cell: 1, field: "attachments" });
    expect(parse([cell], { nbformat_minor: 1 }).cells[0]).toMatchObject(attachments);
  });
});

describe("a malformed notebook", () => {
  it.each<[string, unknown[], Fields, { cell?: number; field: string }]>([
    ["an unknown field of a cell", [code({ extra: 1 })], {}, { cell: 1, field: "extra" }],
    ["an unknown field of the notebook", [], { extra: 1 }, { field: "extra" }],
    ["a missing source", [markdown(), without(code(), "source")], {}, { cell: 2, field: "source" }],
    ["a source of numbers", [code({ source: [1] })], {}, { cell: 1, field: "source" }],
    ["an unknown kind of cell", [code({ cell_type: "heading" })], {}, { cell: 1, field: "cell_type" }],
    ["a cell that is no object", ["x"], {}, { cell: 1, field: "cell" }],
    ["outputs of a text cell", [markdown({ outputs: [] })], {}, { cell: 1, field: "outputs" }],
    ["a missing id", [without(code(), "id")], {}, { cell: 1, field: "id" }],
    ["an id with a space", [code({ id: "a b" })], {}, { cell: 1, field: "id" }],
    ["the same id twice", [code(), markdown({ id: "a" })], {}, { cell: 2, field: "id" }],
    ["a count below zero", [code({ execution_count: -1 })], {}, { cell: 1, field: "execution_count" }],
    ["a tag with a comma", [code({ metadata: { tags: ["a,b"] } })], {}, { cell: 1, field: "metadata.tags.0" }],
    ["a tag twice", [code({ metadata: { tags: ["a", "a"] } })], {}, { cell: 1, field: "metadata.tags" }],
    ["metadata that is a list", [code({ metadata: [] })], {}, { cell: 1, field: "metadata" }],
    ["an unknown output", [code({ outputs: [{ output_type: "x" }] })], {}, { cell: 1, field: "outputs.0.output_type" }],
    [
      "a stream without a text",
      [code({ outputs: [{ output_type: "stream", name: "stdout" }] })],
      {},
      { cell: 1, field: "outputs.0.text" },
    ],
    [
      "an output's transient part",
      [code({ outputs: [{ output_type: "display_data", data: {}, metadata: {}, transient: {} }] })],
      {},
      { cell: 1, field: "outputs.0.transient" },
    ],
    [
      "data that is text under a type of text",
      [code({ outputs: [{ output_type: "display_data", data: { "text/plain": { a: 1 } }, metadata: {} }] })],
      {},
      { cell: 1, field: "outputs.0.data" },
    ],
    [
      "a kernelspec without a name",
      [],
      { metadata: { kernelspec: { display_name: "x" } } },
      { field: "metadata.kernelspec.name" },
    ],
    ["cells that are no list", [], { cells: {} }, { field: "cells" }],
    ["no cells at all", [], { cells: undefined }, { field: "cells" }],
    ["no format", [], { nbformat: undefined }, { field: "nbformat" }],
    ["no minor format", [], { nbformat_minor: undefined }, { field: "nbformat_minor" }],
  ])("with %s is refused by file, cell and field", (_, cells, fields, place) => {
    const error = errorOf(cells, fields);
    expect(error).toBeInstanceOf(NotebookShapeError);
    expect(error).toMatchObject({ file: "x.ipynb", ...place });
    expect(error).toHaveProperty("message", expect.stringContaining(`field "${place.field}"`));
    expect(error).toHaveProperty("message", expect.stringMatching(/^Reading x\.ipynb: .*\. .*JupyterLab.*\.$/));
  });

  it("is refused when its format is too old or too new, with the way out", () => {
    expect(() => parseNotebook('{"nbformat":3,"nbformat_minor":0,"worksheets":[]}', "x")).toThrow(NotebookVersionError);
    expect(() => parseNotebook('{"nbformat":3,"nbformat_minor":0,"worksheets":[]}', "x")).toThrow(/nbconvert/);
    expect(() => parse([], { nbformat_minor: 6 })).toThrow(/nbformat 4\.6/);
  });

  it.each([
    ["empty", "", /it is empty/],
    ["truncated", text([code()]).slice(0, 40), /it is not JSON/],
    ["in conflict", `<<<<<<< HEAD\n${text([])}`, /it is not JSON/],
  ])("that is %s is refused as no JSON", (_, content, says) => {
    expect(() => parseNotebook(content, "x.ipynb")).toThrow(NotebookJsonError);
    expect(() => parseNotebook(content, "x.ipynb")).toThrow(says);
  });

  it("that is a list is refused", () => {
    expect(() => parseNotebook("[]", "x.ipynb")).toThrow(/the file holds no notebook/);
  });
});

describe("readNotebook", () => {
  it("says when there is no file, a folder instead, or another encoding", async () => {
    const folder = scratch({
      "utf16.ipynb": Buffer.from(text([]), "utf16le"),
      "latin1.ipynb": Buffer.from("\xe9", "latin1"),
    });
    await expect(readNotebook(join(folder, "none.ipynb"))).rejects.toThrow(NotebookFileError);
    await expect(readNotebook(folder)).rejects.toThrow(NotebookFileError);
    await expect(readNotebook(join(folder, "utf16.ipynb"))).rejects.toThrow(NotebookJsonError);
    await expect(readNotebook(join(folder, "latin1.ipynb"))).rejects.toThrow(/not text in UTF-8/);
  });

  it("reads past a byte-order mark", async () => {
    const folder = scratch({ "bom.ipynb": `\ufeff${text([code()])}` });
    expect((await readNotebook(join(folder, "bom.ipynb"))).cells).toHaveLength(1);
  });
});
