import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  NotebookFileError,
  NotebookJsonError,
  NotebookShapeError,
  NotebookVersionError,
} from "../../../src/notebook/errors.ts";
import { parseNotebook, type ReadOptions, readNotebook } from "../../../src/notebook/file/read.ts";
import { formatNotebook } from "../../../src/notebook/file/write.ts";
import { scratch } from "../../support/scratch.ts";

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

// In Jupyter's layout.
function text(cells: readonly unknown[], fields: Fields = {}): string {
  return `${JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells, ...fields }, null, 1)}\n`;
}

function parse(cells: readonly unknown[], fields: Fields = {}, options: ReadOptions = { strict: true }) {
  return parseNotebook(text(cells, fields), "x.ipynb", options);
}

/** A notebook that is read leniently, and the repairs made to it. */
function repaired(cells: readonly unknown[], fields: Fields = {}) {
  const repairs: string[] = [];
  const notebook = parse(cells, fields, { onRepair: (repair) => repairs.push(repair) });
  return { notebook, repairs };
}

function errorOf(cells: readonly unknown[], fields: Fields = {}): unknown {
  try {
    return parse(cells, fields);
  } catch (error) {
    return error;
  }
}

describe("a good notebook", () => {
  it("is read with joined strings and unknown metadata", () => {
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

  it("loses only fields of a running Jupyter", () => {
    const notebook = parse([code({ metadata: { trusted: true, kept: 1 } })], {
      metadata: { signature: "s", orig_nbformat: 4, kept: 2 },
    });
    expect(notebook.metadata).toEqual({ kept: 2 });
    expect(notebook.cells[0]?.metadata).toEqual({ kept: 1 });
  });

  it("can have attachments and no cells", () => {
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

  it("can have no ids and, in 4.0, no attachments", () => {
    expect(errorOf([code()], { nbformat_minor: 4 })).toMatchObject({ cell: 1, field: "id" });
    const attachments = { attachments: {} };
    const cell = without(markdown(attachments), "id");
    expect(errorOf([cell], { nbformat_minor: 0 })).toMatchObject({ cell: 1, field: "attachments" });
    expect(parse([cell], { nbformat_minor: 1 }).cells[0]).toMatchObject(attachments);
  });
});

describe("a malformed notebook that is read strictly", () => {
  it.each<[string, unknown[], Fields, { cell?: number; field: string }]>([
    ["an unknown field of a cell", [code({ extra: 1 })], {}, { cell: 1, field: "extra" }],
    ["an unknown field of the notebook", [], { extra: 1 }, { field: "extra" }],
    ["a missing source", [markdown(), without(code(), "source")], {}, { cell: 2, field: "source" }],
    ["a source of numbers", [code({ source: [1] })], {}, { cell: 1, field: "source" }],
    ["an unknown kind of cell", [code({ cell_type: "heading" })], {}, { cell: 1, field: "cell_type" }],
    ["a cell that is not an object", ["x"], {}, { cell: 1, field: "cell" }],
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
      "a stream without text",
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
    ["cells that are not a list", [], { cells: {} }, { field: "cells" }],
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

  it("is refused when its format is too old or too new, with a remedy", () => {
    expect(() => parseNotebook('{"nbformat":2,"worksheets":[]}', "x")).toThrow(NotebookVersionError);
    expect(() => parseNotebook('{"nbformat":2,"worksheets":[]}', "x")).toThrow(/nbformat 2, .*nbconvert/);
    for (const strict of [true, false]) {
      expect(() => parse([], { nbformat_minor: 6 }, { strict })).toThrow(/nbformat 4\.6/);
      expect(() => parse([], { nbformat: 5 }, { strict })).toThrow(/nbformat 5/);
    }
  });

  it.each([
    ["empty", "", /it is empty/],
    ["truncated", text([code()]).slice(0, 40), /it is not JSON/],
    [
      "in conflict",
      `{\n<<<<<<< HEAD\n"a": 1\n=======\n"a": 2\n>>>>>>> other\n}`,
      /it contains both sides\. To merge it by cells, run `npx tsnb git install`/,
    ],
  ])("that is %s is refused because it is not JSON", (_, content, says) => {
    expect(() => parseNotebook(content, "x.ipynb")).toThrow(NotebookJsonError);
    expect(() => parseNotebook(content, "x.ipynb")).toThrow(says);
  });

  it("that is a list is refused", () => {
    expect(() => parseNotebook("[]", "x.ipynb")).toThrow(/the file does not contain a notebook/);
  });
});

const stream = { output_type: "stream", name: "stdout", text: "x" };
const display = { output_type: "display_data", data: { "text/plain": "x" }, metadata: {} };

describe("an invalid notebook that other tools accept", () => {
  it.each<[string, unknown[], Fields, string]>([
    ["no ids", [without(code(), "id"), without(markdown(), "id")], {}, "cells 1, 2: the id was missing"],
    ["an id twice", [code(), markdown({ id: "a" })], {}, 'cell 2: the id "a" was already another cell\'s'],
    ["an id with a space", [code({ id: "a b" })], {}, 'cell 1: the id "a b" was not valid'],
    ["an id that is a number", [code({ id: 7 })], {}, "cell 1: the id 7 was not valid"],
    ["an id of 65 letters", [code({ id: "x".repeat(65) })], {}, "was not valid"],
    ["a stream without a name", [code({ outputs: [without(stream, "name")] })], {}, "a stream had no name"],
    ["a stream with a field too many", [code({ outputs: [{ ...stream, x: 1 }] })], {}, 'unknown key "x"'],
    ["a stream without text", [code({ outputs: [without(stream, "text")] })], {}, "a stream had no text"],
    ["a display without metadata", [code({ outputs: [without(display, "metadata")] })], {}, "no metadata"],
    ["a display with its transient part", [code({ outputs: [{ ...display, transient: {} }] })], {}, '"transient"'],
    [
      "data for text",
      [code({ outputs: [{ ...display, data: { "text/plain": { a: 1 } } }] })],
      {},
      "was written as text",
    ],
    ["an error without traceback", [code({ outputs: [{ output_type: "error", ename: "E" }] })], {}, "an error"],
    ["an unknown output", [code({ outputs: [{ output_type: "pyout" }, stream] })], {}, "was dropped"],
    ["an output that is a string", [code({ outputs: ["x"] })], {}, "was dropped"],
    ["a code cell without outputs", [without(code(), "outputs")], {}, "cell 1: the outputs were missing"],
    ["outputs that are null", [code({ outputs: null })], {}, "the outputs were missing"],
    ["no execution count", [without(code(), "execution_count")], {}, "the execution count was missing"],
    ["a count beyond 2^53", [code({ execution_count: 8e218 })], {}, "the execution count was missing"],
    ["a count that is a star", [code({ execution_count: "*" })], {}, "the execution count was missing"],
    ["a tag twice", [code({ metadata: { tags: ["a", "a"] } })], {}, "the tags were not a list of unique tags"],
    ["tags in one string", [code({ metadata: { tags: "a,b" } })], {}, "the tags were not a list of unique tags"],
    ["an unknown key of a cell", [code({ collapsed: true })], {}, 'cell 1: the unknown key "collapsed" went into its'],
    ["an unknown key of the notebook", [], { extra: 1 }, 'the unknown key "extra" went into the notebook\'s metadata'],
    ["attachments of a code cell", [code({ attachments: { a: {} } })], {}, 'the unknown key "attachments"'],
    ["outputs of a text cell", [markdown({ outputs: [stream] })], {}, 'the unknown key "outputs"'],
    ["no metadata of a cell", [without(code(), "metadata")], {}, "cell 1: the metadata was missing"],
    ["no metadata at all", [], { metadata: undefined }, "the notebook's metadata was missing"],
    ["metadata of the wrong type", [code({ metadata: { scrolled: "x", mine: 1 } })], {}, 'an invalid "scrolled"'],
    ["a source that is missing", [without(code(), "source")], {}, "the source was not a string"],
    ["a source of numbers", [code({ source: [1, 2] })], {}, "the source was not a string"],
    [
      "a heading of nbformat 3",
      [{ id: "h", cell_type: "heading", level: 2, metadata: {}, source: ["Two\n", "lines"] }],
      {},
      'the type of the cell was "heading"; it is "markdown" now',
    ],
    ["an unknown type of cell", [code({ cell_type: "sql" })], {}, 'the type of the cell was "sql"; it is "code" now'],
    ["a kernelspec without a display name", [], { metadata: { kernelspec: { name: "x" } } }, "no display name"],
    ["a kernelspec without a name", [], { metadata: { kernelspec: { display_name: "x" } } }, "no name and was dropped"],
    ["a kernelspec that is a string", [], { metadata: { kernelspec: "x" } }, "no name and was dropped"],
    ["a language without a name", [], { metadata: { language_info: {} } }, 'an invalid "language_info"'],
    ["a format in a string", [code()], { nbformat: "4", nbformat_minor: "5" }, "the format was not a number"],
    ["no format", [code()], { nbformat: undefined }, "the format was not a number"],
  ])("with %s is repaired once, with a notice, and then valid", (_, cells, fields, says) => {
    const { notebook, repairs } = repaired(cells, fields);
    expect(repairs.join("\n")).toContain(says);
    expect(repaired(cells, fields).notebook).toEqual(notebook);
    expect(notebook.cells).toHaveLength(cells.length);
    const strictly = parseNotebook(formatNotebook(notebook), "x.ipynb", { strict: true });
    expect(strictly).toEqual(notebook);
    expect(errorOf(cells, fields)).toBeInstanceOf(NotebookShapeError);
  });

  it("has Markdown for headings of nbformat 3", () => {
    const heading = { cell_type: "heading", metadata: {}, source: ["Two\n", "lines"] };
    const { notebook } = repaired([
      { ...heading, id: "a", level: 2 },
      { ...heading, id: "b" },
    ]);
    expect(notebook.cells).toEqual([
      { id: "a", cell_type: "markdown", metadata: {}, source: "## Two lines" },
      { id: "b", cell_type: "markdown", metadata: {}, source: "# Two lines" },
    ]);
  });

  it("has counts as whole numbers, also where they were written otherwise", () => {
    const notebook = parseNotebook(text([code({ execution_count: 1 })]).replace('_count": 1', '_count": 1.0'), "x");
    expect(formatNotebook(notebook)).toContain('"execution_count": 1,');
  });

  it("keeps ids of 4.2 to 4.4, which had none", () => {
    for (const nbformat_minor of [2, 3, 4]) {
      const { notebook, repairs } = repaired([code(), markdown()], { nbformat_minor });
      expect(notebook.cells.map(({ id }) => id)).toEqual(["a", "m"]);
      expect(repairs).toEqual(["cells 1, 2: ids came with nbformat 4.5, which the notebook has now"]);
    }
  });

  it("is unchanged where it is valid, and keeps unknown keys", () => {
    expect(repaired([code({ metadata: { deep: { a: [1] } } }), markdown()]).repairs).toEqual([]);
    const { notebook } = repaired([code({ extra: { a: 1 }, metadata: { own: 2 } })], { outer: [3] });
    expect(notebook.cells[0]?.metadata).toEqual({ extra: { a: 1 }, own: 2 });
    expect(notebook.metadata).toEqual({ outer: [3] });
  });

  it("has a line for each kind of repair, with the first cells", () => {
    const cells = Array.from({ length: 9 }, () => without(code(), "id"));
    expect(repaired(cells).repairs).toEqual([
      "cells 1, 2, 3, 4, 5 and 4 more: the id was missing; one was derived from the content",
    ]);
  });

  it("can contain NaN as Python writes it, which is kept inside strings", () => {
    const repairs: string[] = [];
    const content = text([code({ source: "NaN", metadata: { a: "@" } })]).replace('"@"', "[NaN, -Infinity]");
    const notebook = parseNotebook(content, "x", { onRepair: (repair) => repairs.push(repair) });
    expect(notebook.cells[0]).toMatchObject({ source: "NaN", metadata: { a: [null, null] } });
    expect(repairs).toEqual(["NaN or Infinity, which JSON does not have, became null"]);
    expect(() => parseNotebook(content, "x", { strict: true })).toThrow(NotebookJsonError);
  });
});

describe("a notebook of nbformat 3", () => {
  it("is upgraded", () => {
    const cells = [
      { cell_type: "heading", level: 2, metadata: {}, source: ["Title"] },
      { cell_type: "markdown", metadata: {}, source: "text" },
      {
        cell_type: "code",
        collapsed: true,
        input: ["1\n", "2"],
        language: "ts",
        metadata: {},
        prompt_number: 3,
        outputs: [
          { output_type: "stream", stream: "stderr", text: ["a"] },
          { output_type: "pyout", prompt_number: 3, text: ["2"], html: ["<b>"], metadata: {} },
          { output_type: "display_data", png: "iVBO", json: '{"a":1}' },
          { output_type: "pyerr", ename: "E", evalue: "v", traceback: ["t"] },
        ],
      },
    ];
    const document = { nbformat: 3, nbformat_minor: 0, metadata: { name: "x" }, worksheets: [{ cells, metadata: {} }] };
    const repairs: string[] = [];
    const notebook = parseNotebook(JSON.stringify(document), "x", { onRepair: (repair) => repairs.push(repair) });
    expect(repairs).toEqual([]);
    expect(notebook).toMatchObject({ nbformat_minor: 5, metadata: { language_info: { name: "ts" } } });
    expect(notebook.cells).toMatchObject([
      { cell_type: "markdown", source: "## Title" },
      { cell_type: "markdown", source: "text" },
      {
        cell_type: "code",
        source: "1\n2",
        execution_count: 3,
        metadata: { collapsed: true },
        outputs: [
          { output_type: "stream", name: "stderr", text: "a" },
          { output_type: "execute_result", execution_count: 3, data: { "text/plain": "2", "text/html": "<b>" } },
          { output_type: "display_data", data: { "image/png": "iVBO", "application/json": { a: 1 } } },
          { output_type: "error", ename: "E", evalue: "v", traceback: ["t"] },
        ],
      },
    ]);
  });
});

describe("readNotebook", () => {
  it("reports a missing file, a folder and another encoding", async () => {
    const folder = scratch({
      "utf16.ipynb": Buffer.from(text([]), "utf16le"),
      "latin1.ipynb": Buffer.from("\xe9", "latin1"),
    });
    await expect(readNotebook(join(folder, "none.ipynb"))).rejects.toThrow(NotebookFileError);
    await expect(readNotebook(join(folder, "none.ipynb"))).rejects.toThrow(/none\.ipynb: there is no such file\. /);
    await expect(readNotebook(folder)).rejects.toThrow(NotebookFileError);
    await expect(readNotebook(folder)).rejects.toThrow(/: it is a folder\. /);
    await expect(readNotebook(folder, { label: "short" })).rejects.toThrow(/short: it is a folder\. /);
    await expect(readNotebook(join(folder, "utf16.ipynb"))).rejects.toThrow(NotebookJsonError);
    await expect(readNotebook(join(folder, "latin1.ipynb"))).rejects.toThrow(/not text in UTF-8/);
  });

  it("skips a byte-order mark", async () => {
    const folder = scratch({ "bom.ipynb": `\ufeff${text([code()])}` });
    expect((await readNotebook(join(folder, "bom.ipynb"))).cells).toHaveLength(1);
  });
});
