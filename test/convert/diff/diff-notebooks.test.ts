import { isDeepStrictEqual } from "node:util";
import { assert, property } from "fast-check";
import { describe, expect, test } from "vitest";
import { diffNotebooks } from "../../../src/convert/diff/diff-notebooks.ts";
import { diffText } from "../../../src/convert/diff/diff-text.ts";
import { parseNotebook } from "../../../src/notebook/file/read.ts";
import type { Notebook } from "../../../src/notebook/types.ts";
import { fuzz } from "../../support/fuzz.ts";
import { versions } from "../../support/generated-edits.ts";
import { notebookText } from "../../support/notebooks.ts";

const PLAIN = { outputs: false, color: false };

type Fields = { readonly outputs?: readonly object[]; readonly metadata?: object; readonly execution_count?: number };

function cell(id: string, source: string, fields: Fields = {}) {
  const none: readonly object[] = [];
  return { id, cell_type: "code", source, metadata: {}, outputs: none, execution_count: null, ...fields };
}

function withoutCounts({ cells, metadata }: Notebook) {
  return {
    metadata,
    cells: cells.map((each) => (each.cell_type === "code" ? { ...each, execution_count: null } : each)),
  };
}

function printed(text: string): ReturnType<typeof cell> {
  return cell("a", "first()", { outputs: [{ output_type: "stream", name: "stdout", text }] });
}

function linesOf({ cells }: Notebook): string[] {
  return cells.flatMap(({ source }) => source.split("\n"));
}

/** True when a line is shown unchanged. */
function isPlain(line: string): boolean {
  return /^[ -~]+$/.test(line);
}

function notebook(...cells: readonly object[]): Notebook {
  return parseNotebook(
    notebookText(
      cells.map((each) => ({ ...each })),
      "tsnb",
    ),
    "a.ipynb",
  );
}

function told(before: Notebook, after: Notebook, options = PLAIN): string {
  return diffText(diffNotebooks(before, after), options);
}

function ran(start: string, metadata: object): Notebook {
  return notebook(cell("a", "first()", { metadata: { ...metadata, execution: { start } } }));
}

test.each([
  ["a\nb", "a\r\nb", "-a\n+a␍\n b"],
  ["x", "x\u001b[2J", "-x\n+x␛[2J"],
])("a source that differs only in control characters shows them: %j and %j", (before, after, shown) => {
  expect(told(notebook(cell("a", before)), notebook(cell("a", after)))).toContain(`@@\n${shown}\n`);
});

test("outputs are shown without their colours, unless only these differ", () => {
  const shown = { ...PLAIN, outputs: true };
  expect(told(notebook(printed("\u001b[31mred")), notebook(printed("\u001b[31mrot")), shown)).toContain("-red\n+rot\n");
  expect(told(notebook(printed("red")), notebook(printed("\u001b[31mred")), shown)).toContain("-red\n+␛[31mred\n");
});

describe("the difference of notebooks", () => {
  const [a, b, c] = [cell("a", "first()"), cell("b", "const x = 1;\nconst y = 2;"), cell("c", "third()")];

  test("is empty between equal notebooks, however often they were run", () => {
    expect(told(notebook(a, b), notebook(a, cell("b", b.source, { execution_count: 3 })))).toBe("");
  });

  test("lists added, removed, moved and changed cells by number, with the lines", () => {
    const after = notebook(
      c,
      cell("n", "new_one()"),
      cell("b", "const x = 1;\nconst y = 3;", { metadata: { tags: ["t"] } }),
    );
    expect(told(notebook(a, b, c), after)).toBe(
      `@@ cell 1 moved from 3: code c third() @@

@@ cell 2 added: code n new_one() @@
+new_one()

@@ cell 1 removed: code a first() @@
-first()

@@ cell 3 source, metadata changed: code b const x = 1; @@
 const x = 1;
-const y = 2;
+const y = 3;
-{}
+{
+ "tags": [
+  "t"
+ ]
+}
`,
    );
  });

  test("says that outputs differ, and shows how on request", () => {
    const [before, after] = [notebook(printed("1\n")), notebook(printed("2\n"))];
    expect(told(before, after)).toBe("@@ cell 1 outputs changed: code a first() @@\n");
    expect(told(before, after, { ...PLAIN, outputs: true })).toContain(" [stdout]\n-1\n+2\n");
  });

  test("matches cells by their content where ids are new", () => {
    const after = notebook(cell("z", "first()"), cell("y", "const x = 1;\nconst y = 3;"));
    expect(told(notebook(a, b), after)).toMatch(/^@@ cell 2 source changed: code y/);
  });

  test("shows lines around a change and omits distant ones", () => {
    const lines = Array.from({ length: 30 }, (_, index) => `line${index}`);
    const after = lines.with(20, "changed");
    expect(told(notebook(cell("a", lines.join("\n"))), notebook(cell("a", after.join("\n"))))).toBe(
      "@@ cell 1 source changed: code a line0 @@\n@...\n line17\n line18\n line19\n-line20\n+changed\n line21\n line22\n line23\n",
    );
  });

  test("shows integers that JavaScript would round, and no other spelling of a number", () => {
    const data = { "application/json": ["NUMBER"] };
    const outputs = [{ output_type: "display_data", data, metadata: {} }];
    const text = notebookText([{ ...cell("a", "first()"), metadata: { x: "NUMBER" }, outputs }], "tsnb");
    const withNumber = (number: string): Notebook => parseNotebook(text.replaceAll('"NUMBER"', number), "a.ipynb");
    const found = told(withNumber("9007199254740992"), withNumber("9007199254740993"), { outputs: true, color: false });
    expect(found.split("\n").filter((line) => /^[-+]/.test(line))).toEqual([
      '- "x": 9007199254740992',
      '+ "x": 9007199254740993',
      "- 9007199254740992",
      "+ 9007199254740993",
    ]);
    expect(told(withNumber("1"), withNumber("1.0"))).toBe("");
    expect(told(withNumber("1000"), withNumber("1e3"))).toBe("");
  });

  test("shows no times of runs beside other metadata", () => {
    expect(told(ran("1", {}), ran("2", {}))).toBe("");
    expect(told(ran("1", { x: 1 }), ran("2", { x: 2 }))).not.toContain("start");
  });

  test("shows a notebook's own escape sequences as signs", () => {
    const text = told(notebook(a), notebook(cell("a", "\u001b]0;title\u0007first(2)")));
    expect(text).toContain("+␛]0;title␇first(2)\n");
    expect(text).not.toMatch(/(?!\n)\p{Cc}/u);
  });

  test("is empty exactly when nothing differs, in generated notebooks", () => {
    assert(
      property(versions(), ({ base, ours }) => {
        const isSame = isDeepStrictEqual(withoutCounts(base), withoutCounts(ours));
        expect(told(base, ours) === "").toBe(isSame);
      }),
      fuzz(),
    );
  });

  test("shows every line that only one version has, in generated notebooks", () => {
    assert(
      property(versions(), ({ ours, theirs }) => {
        const lines = told(ours, theirs).split("\n");
        const [old, now] = [linesOf(ours), linesOf(theirs)];
        expect(now.filter((line) => isPlain(line) && !old.includes(line) && !lines.includes(`+${line}`))).toEqual([]);
        expect(old.filter((line) => isPlain(line) && !now.includes(line) && !lines.includes(`-${line}`))).toEqual([]);
        expect(told(ours, ours)).toBe("");
      }),
      fuzz(),
    );
  });
});
