import { assert, property } from "fast-check";
import { describe, expect, test } from "vitest";
import { type Merged, mergeNotebooks } from "../../../src/convert/merge/merge.ts";
import { parseNotebook } from "../../../src/notebook/file/read.ts";
import type { Cell, Notebook } from "../../../src/notebook/types.ts";
import { formatNotebook } from "../../../src/notebook/file/write.ts";
import { fuzz } from "../../support/fuzz.ts";
import { versions } from "../../support/generated-edits.ts";
import { notebookText } from "../../support/notebooks.ts";

const NAMES = { ours: "ours", theirs: "theirs" };
const RUNS = fuzz();
const LONG = "import a from 'a';\nconst first = 1;\nconst second = 2;\nconst third = 3;";

function linesOf({ cells }: Notebook): string[] {
  return cells.flatMap(({ source }) => source.split("\n"));
}

type Fields = Partial<Pick<Cell, "metadata">> & {
  readonly outputs?: readonly object[];
  readonly execution_count?: number;
};

function cell(id: string, source: string, fields: Fields = {}) {
  return { id, cell_type: "code", source, metadata: {}, outputs: [], execution_count: null, ...fields };
}

function notebook(...cells: readonly ReturnType<typeof cell>[]): Notebook {
  return parseNotebook(notebookText(cells, "tsnb"), "a.ipynb", { strict: true });
}

function merge(base: Notebook, ours: Notebook, theirs: Notebook): Merged {
  return mergeNotebooks(base, ours, theirs, NAMES);
}

function sources({ notebook: { cells } }: Merged): Record<string, string> {
  return Object.fromEntries(cells.map(({ id, source }) => [id, source]));
}

function tagged(metadata: Cell["metadata"]): Notebook {
  return notebook(cell("a", "first()", { metadata }));
}

function printed(text: string): Fields {
  return { outputs: [{ output_type: "stream", name: "stdout", text }], execution_count: 1 };
}

/** The metadata that a run records in a cell. */
function recordsOf(time: number): Cell["metadata"] {
  return {
    execution: { "iopub.status.busy": `2026-01-0${time}` },
    ExecuteTime: { start_time: `2026-01-0${time}` },
    papermill: { duration: time, status: "completed" },
  };
}

function ran(time: number, text: string, metadata: Cell["metadata"] = {}, source = LONG): Notebook {
  const fields = { metadata: { ...recordsOf(time), ...metadata }, ...printed(text), execution_count: time };
  return notebook(cell("a", source, fields), cell("b", "other()"));
}

function firstOf({ notebook: { cells } }: Merged): Cell | undefined {
  return cells[0];
}

describe("a merge of notebooks", () => {
  const [a, b, c] = [cell("a", "first()"), cell("b", LONG), cell("c", "third()")];
  const base = notebook(a, b, c);

  test("takes edits of different cells, and of different lines of a cell", () => {
    const ours = notebook(cell("a", "first(1)"), cell("b", LONG.replace("first = 1", "first = 10")), c);
    const theirs = notebook(a, cell("b", LONG.replace("third = 3", "third = 30")), cell("c", "third(3)"));
    const merged = merge(base, ours, theirs);
    expect(merged.conflicts).toEqual([]);
    expect(sources(merged)).toEqual({
      a: "first(1)",
      b: LONG.replace("first = 1", "first = 10").replace("third = 3", "third = 30"),
      c: "third(3)",
    });
  });

  test("marks lines that both changed, in a notebook that is valid", () => {
    const ours = notebook(a, cell("b", LONG.replace("second = 2", "second = 20")), c);
    const theirs = notebook(a, cell("b", LONG.replace("second = 2", "second = 200")), c);
    const merged = merge(base, ours, theirs);
    expect(merged.conflicts).toEqual([{ cell: "b", parts: ["source"] }]);
    expect(sources(merged)["b"]).toBe(
      `import a from 'a';
const first = 1;
<<<<<<< ours
const second = 20;
=======
const second = 200;
>>>>>>> theirs
const third = 3;`,
    );
    expect(() => parseNotebook(formatNotebook(merged.notebook), "merged", { strict: true })).not.toThrow();
  });

  test("follows a moved cell to its new place, with the other side's edit", () => {
    const merged = merge(base, notebook(b, c, a), notebook(cell("a", "first(1)"), b, c));
    expect(merged.conflicts).toEqual([]);
    expect(Object.entries(sources(merged))).toEqual([
      ["b", LONG],
      ["c", "third()"],
      ["a", "first(1)"],
    ]);
    expect(Object.keys(sources(merge(base, base, notebook(c, a, b))))).toEqual(["c", "a", "b"]);
  });

  test("puts a cell that both moved once, in our place", () => {
    const d = cell("d", "fourth()");
    const merged = merge(notebook(a, b, c, d), notebook(b, c, a, d), notebook(b, c, d, a));
    expect(Object.keys(sources(merged))).toEqual(["b", "c", "a", "d"]);
  });

  test("drops cells that both deleted, or that one deleted and the other did not change", () => {
    expect(Object.keys(sources(merge(base, notebook(a, c), notebook(a, c))))).toEqual(["a", "c"]);
    expect(Object.keys(sources(merge(base, notebook(a, b), notebook(b, c))))).toEqual(["b"]);
  });

  test.each([
    ["ours", [notebook(a, c), notebook(a, cell("b", `${LONG}\nmore()`), c)]],
    ["theirs", [notebook(a, cell("b", `${LONG}\nmore()`), c), notebook(a, c)]],
  ] as const)("marks a cell that %s deleted and the other changed", (side, [ours, theirs]) => {
    const merged = merge(base, ours, theirs);
    expect(merged.conflicts).toEqual([{ cell: "b", parts: ["source"] }]);
    expect(Object.keys(sources(merged))).toEqual(["a", "b", "c"]);
    expect(sources(merged)["b"]).toContain(`${side} (deleted the cell)`);
    expect(sources(merged)["b"]).toContain("more()");
  });

  test("keeps both additions at one place, ours first, and an equal addition once", () => {
    const ours = notebook(a, cell("x", "plot(frame)"), cell("u", "shared(addition, here)"), b, c);
    const theirs = notebook(a, cell("y", "table(other, thing)"), cell("v", "shared(addition, here)"), b, c);
    const inOrder = ["first()", "plot(frame)", "table(other, thing)", "shared(addition, here)", LONG, "third()"];
    expect(Object.values(sources(merge(base, ours, theirs)))).toEqual(inOrder);
  });

  test("gives a new id to one of two different additions with the same id", () => {
    const merged = merge(
      base,
      notebook(a, b, c, cell("x", "plot(frame)")),
      notebook(a, b, c, cell("x", "1 + 1 === two")),
    );
    expect(merged.notebook.cells.map(({ source }) => source).slice(3)).toEqual(["plot(frame)", "1 + 1 === two"]);
    expect(new Set(merged.notebook.cells.map(({ id }) => id)).size).toBe(5);
  });

  test("follows cells by their content where a tool gave them new ids", () => {
    const theirs = notebook(cell("n1", "first()"), cell("n2", `${LONG}\nmore()`), cell("n3", "third()"));
    expect(sources(merge(base, base, theirs))).toEqual({ a: "first()", b: `${LONG}\nmore()`, c: "third()" });
  });

  test("merges tags and metadata by field, and keeps theirs beside ours in a conflict", () => {
    const merged = merge(
      tagged({ tags: ["old", "kept"], level: 1 }),
      tagged({ tags: ["kept", "ours"], level: 2, mine: true }),
      tagged({ tags: ["old", "kept", "theirs"], level: 3 }),
    );
    expect(merged.notebook.cells[0]?.metadata).toEqual({
      tags: ["kept", "ours", "theirs"],
      level: 2,
      mine: true,
      "merge-conflict": { level: 3 },
    });
    expect(merged.conflicts).toEqual([{ cell: "a", parts: ["metadata"] }]);
  });

  test("leaves outputs with the code that made them", () => {
    const was = notebook(cell("a", LONG, printed("1")));
    const outputsOf = (ours: Notebook, theirs: Notebook): unknown => {
      const [first] = merge(was, ours, theirs).notebook.cells;
      return first?.cell_type === "code" ? first.outputs.map((output) => "text" in output && output.text) : undefined;
    };
    const rerun = notebook(cell("a", LONG, printed("2")));
    const changed = notebook(cell("a", `${LONG}\nx`, printed("3")));
    const alsoChanged = notebook(cell("a", `y\n${LONG}`, printed("4")));
    expect(outputsOf(was, rerun)).toEqual(["2"]);
    expect(outputsOf(rerun, changed)).toEqual(["3"]);
    expect(outputsOf(changed, alsoChanged)).toEqual([]);
  });
});

describe("a merge of notebooks that both sides ran again", () => {
  test.each([
    ["theirs, which printed something new", ran(2, "1"), ran(3, "3"), 3, "3"],
    ["ours, which printed something new", ran(2, "2"), ran(3, "1"), 2, "2"],
    ["ours, when both printed something new", ran(2, "2"), ran(3, "3"), 2, "2"],
    ["ours, when both printed the same again", ran(2, "1"), ran(3, "1"), 2, "1"],
    ["theirs, when only they ran it and ours has a tag", ran(1, "1", { tags: ["x"] }), ran(3, "1"), 3, "1"],
  ])("has outputs, count and times of %s", (_name, ours, theirs, time, text) => {
    const merged = merge(ran(1, "1"), ours, theirs);
    expect(merged.conflicts).toEqual([]);
    const { tags: _tags, ...metadata } = firstOf(merged)?.metadata ?? {};
    expect(metadata).toEqual(recordsOf(time));
    expect(firstOf(merged)).toMatchObject({ execution_count: time, outputs: [{ text }] });
  });

  test("has no times for code that neither side ran", () => {
    const merged = merge(ran(1, "1"), ran(2, "2", { tags: ["x"] }, `${LONG}\nx`), ran(3, "3", {}, `y\n${LONG}`));
    expect(merged.conflicts).toEqual([]);
    expect(firstOf(merged)).toMatchObject({ metadata: { tags: ["x"] }, outputs: [], execution_count: null });
    expect(firstOf(merged)?.metadata).toEqual({ tags: ["x"] });
  });

  test.each([
    ["only ran", ran(3, "3")],
    ["only folded in Notebook 6", ran(1, "1", { collapsed: true, scrolled: "auto" })],
    ["only folded in JupyterLab", ran(1, "1", { jupyter: { outputs_hidden: true, source_hidden: false } })],
  ])("drops a cell that ours deleted and theirs %s", (_name, theirs) => {
    const merged = merge(ran(1, "1"), notebook(cell("b", "other()")), theirs);
    expect(merged.conflicts).toEqual([]);
    expect(Object.keys(sources(merged))).toEqual(["b"]);
  });

  test("keeps ours where both sides folded a cell differently, and reports other fields of Jupyter", () => {
    const folded = (hidden: boolean, own: string) =>
      ran(1, "1", { collapsed: hidden, jupyter: { outputs_hidden: hidden, own } });
    const merged = merge(ran(1, "1"), folded(true, "x"), folded(false, "x"));
    expect(merged.conflicts).toEqual([]);
    expect(firstOf(merged)?.metadata).toMatchObject({ collapsed: true, jupyter: { outputs_hidden: true, own: "x" } });
    expect(firstOf(merge(ran(1, "1"), folded(true, "x"), folded(false, "y")))?.metadata["merge-conflict"]).toEqual({
      jupyter: { own: "y" },
    });
  });

  test("has the kernel's and the run's own records of one side, and both sides' widgets", () => {
    const version = (n: number, kernel: string): Notebook => ({
      ...base,
      metadata: {
        kernelspec: { name: kernel, display_name: `Kernel ${n}` },
        language_info: { name: "python", version: `3.${n}`, codemirror_mode: { version: n } },
        papermill: { start_time: `2026-01-0${n}`, parameters: { lr: n < 3 ? 1 : n } },
        tsnb: { cache: false, resumeAt: `cell-${n}` },
        widgets: { state: { same: { value: n }, [`model-${n}`]: {} } },
      },
    });
    const base = notebook();
    const merged = merge(version(1, "k"), version(2, "k"), version(3, "k"));
    expect(merged.conflicts).toEqual([]);
    expect(merged.notebook.metadata).toEqual({
      ...version(2, "k").metadata,
      widgets: { state: { same: { value: 2 }, "model-2": {}, "model-3": {} } },
    });
    expect(merge(version(1, "k"), version(1, "k"), version(3, "k")).notebook.metadata).toEqual(
      version(3, "k").metadata,
    );
    const others = merge(version(1, "k"), version(2, "two"), version(3, "three"));
    expect(others.notebook.metadata["merge-conflict"]).toEqual({
      kernelspec: { name: "three", display_name: "Kernel 3" },
    });
  });
});

describe("generated notebooks", () => {
  test("lose no line of either side, and stay valid", () => {
    assert(
      property(versions(), ({ base, ours, theirs }) => {
        const merged = merge(base, ours, theirs);
        const reread = parseNotebook(formatNotebook(merged.notebook), "merged", { strict: true });
        expect(reread.cells).toHaveLength(merged.notebook.cells.length);
        const [before, after] = [new Set(linesOf(base)), new Set(linesOf(merged.notebook))];
        const written = [...linesOf(ours), ...linesOf(theirs)].filter((line) => !before.has(line));
        expect(written.filter((line) => !after.has(line))).toEqual([]);
        const kept = ours.cells.map(({ id }) => id).filter((id) => theirs.cells.some((each) => each.id === id));
        const ids = new Set(merged.notebook.cells.map(({ id }) => id));
        expect(kept.filter((id) => !ids.has(id))).toEqual([]);
      }),
      RUNS,
    );
  });

  test("equal the changed side where the other did not change", () => {
    assert(
      property(versions(), ({ base, ours, theirs }) => {
        expect(merge(base, ours, base)).toEqual({ notebook: ours, conflicts: [] });
        expect(merge(base, ours, ours)).toEqual({ notebook: ours, conflicts: [] });
        const other = merge(base, base, theirs);
        expect(other.conflicts).toEqual([]);
        expect(other.notebook.cells.map(({ source }) => source)).toEqual(theirs.cells.map(({ source }) => source));
      }),
      RUNS,
    );
  });
});
