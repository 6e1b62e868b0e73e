import pl from "nodejs-polars";
import { expect, test } from "vitest";
import { chart } from "../../../../src/display/chart.ts";
import { sourceOf } from "../../../../src/display/charts/data/chart-source.ts";

const moment = new Date("2026-07-01T22:30:00Z");

function typesAndValues(data: unknown): Record<string, unknown> {
  const source = sourceOf(data);
  return Object.fromEntries(source?.columns.map((name) => [name, [source.typeOf(name), source.values(name)]]) ?? []);
}

test("the columns of a frame have the types of their dtypes, and values that Vega reads", () => {
  const times = pl.Series("t", [moment, null]);
  const frame = pl.DataFrame([
    pl.Series("float", [1.5, Number.NaN]),
    pl.Series("big", [12n, null]),
    pl.Series("text", ["a", null]),
    pl.Series("flag", [true, null]),
    pl.Series("iso", ["2026-07-01", null]),
    times.alias("naive"),
    times.cast(pl.Datetime("ms", "Europe/Berlin")).alias("berlin"),
    times.cast(pl.Date).alias("day"),
    pl.Series("price", [1.25, null]).cast(pl.Decimal(10, 2)),
    pl.Series("group", ["a", "b"]).cast(pl.Categorical),
    pl.Series("took", [1000, null]).cast(pl.Duration("ms")),
  ]);
  expect(typesAndValues(frame)).toEqual({
    float: ["quantitative", [1.5, null]],
    big: ["quantitative", [12, null]],
    text: ["nominal", ["a", null]],
    flag: ["nominal", [true, null]],
    iso: ["temporal", ["2026-07-01", null]],
    naive: ["temporal", ["2026-07-01T22:30Z", null]],
    berlin: ["temporal", ["2026-07-02T00:30Z", null]],
    day: ["temporal", ["2026-07-01", null]],
    price: ["quantitative", [1.25, null]],
    group: ["nominal", ["a", "b"]],
    took: ["quantitative", [1, null]],
  });
});

test.each([
  ["ms", 1.5],
  ["us", 0.0015],
  ["ns", 0.0000015],
] as const)("durations in %s are seconds, and say so", (unit, seconds) => {
  const took = pl.Series("took", [1500, null]).cast(pl.Duration(unit));
  expect(typesAndValues(pl.DataFrame([took]))).toEqual({ took: ["quantitative", [seconds, null]] });
  expect(typesAndValues(took)["took"]).toEqual(["quantitative", [seconds, null]]);
  const made = chart(pl.DataFrame([took, pl.Series("n", [1, 2])])).point({ x: "n", y: "took" });
  expect(JSON.parse(JSON.stringify(made)).encoding.y.title).toBe("took (s)");
  expect(made.table().text()).toMatch(/took \(s\)/);
});

test("the fields of a series are its name and its index", () => {
  expect(typesAndValues(pl.Series("temp_c", [3, 5]))).toEqual({
    index: ["quantitative", [0, 1]],
    temp_c: ["quantitative", [3, 5]],
  });
  expect(Object.keys(typesAndValues(pl.Series([3, 5])))).toEqual(["index", "value"]);
});

test("a series of decimals has numbers, and one named index keeps its index beside it", () => {
  const price = pl.Series("price", [1.25, null]).cast(pl.Decimal(10, 2));
  expect(typesAndValues(price)["price"]).toEqual(["quantitative", [1.25, null]]);
  expect(typesAndValues(pl.Series("index", [3, 5]))).toEqual({
    index_2: ["quantitative", [0, 1]],
    index: ["quantitative", [3, 5]],
  });
});

test("columns of a table with one name are all kept, as are those without a name", () => {
  const danfo = {
    $isSeries: false,
    $dtypes: ["int32", "int32", "int32"],
    $columns: ["index", "a", "a"],
    $index: ["x", "y"],
    shape: [2, 3],
    columns: ["index", "a", "a"],
    dtypes: ["int32", "int32", "int32"],
    index: ["x", "y"],
    values: [
      [1, 2, 3],
      [4, 5, 6],
    ],
  };
  expect(typesAndValues(danfo)).toEqual({
    index_2: ["nominal", ["x", "y"]],
    index: ["quantitative", [1, 4]],
    a: ["quantitative", [2, 5]],
    a_2: ["quantitative", [3, 6]],
  });
});

test.each([
  [["2026-01", "2026-12"], "temporal"],
  [["2024-02-29", "2026-01-31T23:59:59Z"], "temporal"],
  [["2010-11", "2009-10", "2011-11"], "temporal"],
  [["2019-20", "2020-21"], "nominal"],
  [["2010-11", "2011-12", null], "nominal"],
  [["1999-00"], "nominal"],
  [["2026-13"], "nominal"],
  [["2026-00"], "nominal"],
  [["2026-13-45"], "nominal"],
  [["2026-02-29"], "nominal"],
  [["2026-01-01", "2026-04-31"], "nominal"],
  [["2026-01-01 24:10"], "nominal"],
  [["2026-01-01 10:60"], "nominal"],
])("strings %j are %s", (when, type) => {
  expect(sourceOf(when.map((each) => ({ when: each })))?.typeOf("when")).toBe(type);
});

test("objects have the fields of all, by their values", () => {
  const rows = [
    { a: 1, at: moment, on: "2026-07-01 10:00" },
    { a: 2n, kind: "x", on: "2026-07-02T10:00:00Z" },
  ];
  expect(typesAndValues(rows)).toEqual({
    a: ["quantitative", [1, 2]],
    at: ["temporal", ["2026-07-01T22:30Z", null]],
    on: ["temporal", ["2026-07-01T10:00Z", "2026-07-02T10:00:00Z"]],
    kind: ["nominal", [null, "x"]],
  });
});

test("the columns of Arrow's tables have the types of their fields", () => {
  const types = ["Float64", "Utf8", "Timestamp<MILLISECOND>"];
  const columns = [
    [1.5, 2],
    ["a", "b"],
    [moment.getTime(), null],
  ];
  const arrow = {
    schema: { fields: types.map((type, at) => ({ name: `c${at}`, type: { toString: () => type } })) },
    numRows: 2,
    getChildAt: (at: number) => ({
      type: { typeId: 0, toString: () => types[at] },
      data: [],
      length: 2,
      get: (row: number) => columns[at]?.[row],
      toArray: () => columns[at],
    }),
  };
  expect(typesAndValues(arrow)).toEqual({
    c0: ["quantitative", [1.5, 2]],
    c1: ["nominal", ["a", "b"]],
    c2: ["temporal", ["2026-07-01T22:30Z", null]],
  });
});

test.each([5, null, [1, 2], [[1]], "a.csv", { data: [] }, { values: [] }])("%j is not data", (data) => {
  expect(sourceOf(data)).toBeUndefined();
});
