import { describe, expect, it } from "vitest";
import { table } from "../../../../src/display/table/table.ts";
import { BUNDLE } from "../../../../src/display/mime/mime.ts";
import { htmlTables } from "../../../../src/notebook/compare/contents/html-table.ts";
import { tableChanges } from "../../../../src/notebook/compare/contents/table.ts";
import { textTable } from "../../../../src/notebook/compare/contents/text-table.ts";
import { EXACT } from "../../../../src/notebook/compare/tolerance.ts";

const rows = [
  { model: "resnet", secs: 1.5, note: null },
  { model: "vit", secs: 0.25, note: "a  b" },
];

function shownAs(type: string): string {
  const text = table(rows)[BUNDLE]().data[type];
  return typeof text === "string" ? text : "";
}

const POLARS = `shape: (2, 2)
┌────────┬──────┐
│ model  ┆ secs │
│ ---    ┆ ---  │
│ str    ┆ f64  │
╞════════╪══════╡
│ resnet ┆ 1.5  │
│ vit    ┆      │
└────────┴──────┘`;

const PANDAS = `<div><style scoped>.dataframe { color: red }</style>
<table border="1" class="dataframe"><thead><tr style="text-align: right;"><th></th><th>model</th><th>secs</th></tr></thead>
<tbody><tr><th>0</th><td>res<b>net</b></td><td>1.5</td></tr><tr><th>1</th><td><a href="x.html">vit</a></td><td>0.25</td></tr></tbody>
</table>
<p>2 rows × 2 columns</p></div>`;

describe("htmlTables", () => {
  it("reads tsnb's own tables", () => {
    expect(htmlTables(shownAs("text/html"))).toEqual({
      rest: "<table>",
      tables: [
        {
          header: ["model", "secs", "note"],
          rows: [
            { place: "row 1", cells: ["resnet", "1.50", "null"] },
            { place: "row 2", cells: ["vit", "0.25", "a b"] },
          ],
        },
      ],
    });
  });

  it("reads those of pandas, with links and surrounding markup", () => {
    expect(htmlTables(PANDAS)).toEqual({
      rest: "<div><style scoped>.dataframe { color: red }</style>\n<table>\n<p>2 rows × 2 columns</p></div>",
      tables: [
        {
          header: ["", "model", "secs"],
          rows: [
            { place: "row 1", cells: ["0", "resnet", "1.5"] },
            { place: "row 2", cells: ["1", "[x.html] vit", "0.25"] },
          ],
        },
      ],
    });
  });

  it("ignores other markup, and accepts broken markup", () => {
    expect(htmlTables("<p>tables</p>")).toBeUndefined();
    expect(htmlTables("a<table><tr><td>1<td>2<tr>")?.tables).toEqual([
      {
        header: [],
        rows: [
          { place: "row 1", cells: ["1", "2"] },
          { place: "row 2", cells: [] },
        ],
      },
    ]);
  });
});

describe("textTable", () => {
  it("reads tsnb's own tables", () => {
    expect(textTable(shownAs("text/plain"))).toEqual({
      header: ["model", "secs", "note"],
      rows: [
        { place: "line 3", cells: ["resnet", "1.50", "null"] },
        { place: "line 4", cells: ["vit", "0.25", "a", "b"] },
      ],
    });
  });

  it("reads the boxes of Polars, with empty cells", () => {
    expect(textTable(POLARS)?.header).toEqual(["model", "secs"]);
    expect(textTable(POLARS)?.rows.slice(3)).toEqual([
      { place: "line 7", cells: ["resnet", "1.5"] },
      { place: "line 8", cells: ["vit", ""] },
    ]);
  });

  it.each([
    " id | name\n----+------\n  1 | cat",
    "| id | name |\n|---:|------|\n| 1 | cat |",
    "+----+------+\n| id | name |\n+----+------+\n| 1  | cat  |\n+----+------+",
    "id  name\n--  ----\n1   cat",
  ])("reads %j", (text) => {
    const found = textTable(text);
    expect(found?.header).toEqual(["id", "name"]);
    expect(found?.rows.map(({ cells }) => cells)).toEqual([["1", "cat"]]);
  });

  it.each(["no table", "a | b\nc | d", "# Title\n------\nmore", "-- a comment", ""])(
    "does not take %j for a table",
    (text) => {
      expect(textTable(text)).toBeUndefined();
    },
  );
});

const grid = (...cells: string[][]) => ({
  header: ["model", "secs"],
  rows: cells.map((row, index) => ({ place: `row ${index + 1}`, cells: row })),
});

const changes = (a: ReturnType<typeof grid>, b: ReturnType<typeof grid>, tolerance = EXACT) => [
  ...tableChanges(a, b, tolerance),
];

describe("tableChanges", () => {
  it("names the cell that differs by row and column", () => {
    expect(changes(grid(["a", "1.5"], ["b", "2.5"]), grid(["a", "1.5"], ["b", "2.6"]))).toEqual([
      { place: 'row 2, "secs"', expected: "2.5", actual: "2.6" },
    ]);
  });

  it("compares cells within a tolerance", () => {
    expect(changes(grid(["a", "1.5"]), grid(["a", "1.5001"]), { relative: 1e-3, absolute: 0 })).toEqual([]);
  });

  it("shows a removed row, another size, and other columns", () => {
    const [old, now] = [grid(["a", "1"], ["b", "2"], ["c", "3"]), grid(["a", "1"], ["c", "3"])];
    expect(changes(old, now)).toEqual([
      { place: "rows", expected: "3", actual: "2" },
      { place: "row 2", expected: "b | 2", actual: undefined },
    ]);
    expect(changes(old, { ...old, header: ["model", "time", "x"] })).toEqual([
      { place: "columns", expected: "secs", actual: "time | x" },
    ]);
  });
});
