import { afterAll, beforeAll, expect, test } from "vitest";
import { makeProject, Notebook, removeProject } from "../../kernel/support/typed-notebook.ts";

const FRAME = `
import pl from "nodejs-polars";
import { chart } from "tsnb/display";
const frame = pl.DataFrame({ date: ["2026-01-01"], temp_c: [1] });
const read = pl.readCSV("date,temp_c\\n2026-01-01,1\\n");
const rows = [{ date: "2026-01-01", temp_c: 1 }];
import { getData } from "tsnb/lesson";
const infer = await getData("infer");
const either = await getData(rows.length > 0 ? "infer" : "train");`;

let folder: string;
let notebook: Notebook;

beforeAll(async () => {
  folder = makeProject({}, ["nodejs-polars", "danfojs-node", "tsnb", "@types/node"]);
  notebook = new Notebook(folder);
  await notebook.service.ready;
  notebook.accept(FRAME);
});

afterAll(async () => {
  await notebook.service.dispose();
  removeProject(folder);
});

test("frames and rows need no more than an import", async () => {
  expect(await notebook.check(FRAME)).toEqual([]);
});

test.for([
  [`chart(frame).line({ x: "date", y: "temp" })`, /^Type '"temp"' is not assignable to type '"date" \| "temp_c"/],
  [`chart(frame).line({ x: "date", yy: "temp_c" })`, /'yy' does not exist in type 'Channels/],
  [`chart(frame).line({ x: { field: "dat" } })`, /"dat"/],
  [`chart(frame).line({ x: "date" }, { strokeWidht: 3 })`, /'strokeWidht' does not exist .*'strokeWidth'/],
  [`chart(frame).point({ x: "date" }).tooltip("temp")`, /"temp"/],
  [`chart(rows).bar({ x: "city" })`, /"city"/],
  [`chart(infer).point({ x: "secs", y: "top_1" })`, /"top_1"/],
  [`chart(infer).point({ x: "train_step_time" })`, /"train_step_time"/],
  [`chart({ data: frame, mark: "lien", encoding: { x: { field: "date" } } })`, /Type '"lien"' is not assignable/],
  [`chart({ data: frame, mark: "line", encoding: { x: { feild: "date" } } })`, /'feild' does not exist in type/],
  [`chart({ data: frame, mark: "line", encoding: { x: { field: "dat" } } })`, /'"dat"'.* Did you mean '"date"'/s],
  [`chart({ data: frame, mark: "line", encoding: { colour: {} } })`, /Did you mean to write 'color'/],
  [`chart({ data: frame, layer: [{ mark: "lien" }] })`, /"lien"/],
  [`chart({ data: { values: rows }, mark: "bar", encoding: { x: { field: "b" } } })`, /Type '"b"' is not assignable/],
  [`chart(5)`, /./],
] as const)("%s is a type error", async ([code, message]) => {
  const found = await notebook.check(code);
  expect(found.map(({ line }) => line)).toEqual([1]);
  expect(found[0]?.message).toMatch(message);
});

test.for([
  `chart(frame).line({ x: "date", y: { field: "temp_c", aggregate: "mean", title: "Mean" } }).title("T").size(300)`,
  `chart(frame).line({ x: "date", color: { value: "red" } }, { strokeWidth: 3 }).interactive().toPng({ scale: 1 })`,
  `chart(frame.filter(pl.col("temp_c").gt(0))).point({ x: "temp_c", tooltip: ["date", "temp_c"] })`,
  `chart(read).line({ x: "what", y: "ever" })`,
  `chart(infer.filter(pl.col("family").eq(pl.lit("vit")))).point({ x: "secs", y: "infer_img_size", color: "arch" })`,
  `chart(either).point({ x: "secs", y: "param_count_x" })`,
  `const named: string[] = infer.withColumn(pl.lit(1).alias("one")).select("model", "top1").columns;`,
  `chart(frame.getColumn("temp_c")).histogram({ x: "temp_c" })`,
  `import type { DataFrame } from "danfojs-node"; declare const danfo: DataFrame; chart(danfo).bar({ x: "any" })`,
  `chart({ data: { values: [1, 2] }, mark: "bar", encoding: { x: { field: "data", type: "quantitative" } } })`,
  `chart("weather.csv").line({ x: "what", y: "ever" })`,
  `chart(rows).bar({ x: "date" }).layer(chart(frame).point({ x: "temp_c" })).concat(chart(read).box({ y: "e" }))`,
  `chart({ data: frame, mark: "bar", encoding: { x: { field: "date", bin: true }, y: { aggregate: "count" } } })`,
  `chart({ data: frame, transform: [{ calculate: "1", as: "z" }], mark: "bar", encoding: { x: { field: "z" } } })`,
  `chart({ hconcat: [{ data: frame, mark: "bar" }, { data: { url: "a.csv" }, mark: { type: "point", filled: true } }] })`,
  `chart({ data: read, facet: { field: "a" }, spec: { layer: [{ mark: "line" }, { mark: "rule" }] } })`,
  `chart({ repeat: ["temp_c"], data: frame, spec: { mark: "bar", encoding: { x: { field: { repeat: "repeat" } } } } })`,
  `const spec = { data: { values: rows }, mark: "bar", encoding: { x: { field: "date", type: "nominal" } } }; chart(spec)`,
  `chart(JSON.parse("{}")); chart({} as Record<string, unknown>); chart({} as object)`,
  `chart({ data: { values: [] }, mark: "bar" }).toSvg()`,
])("%s is right", async (code) => {
  expect(await notebook.check(code)).toEqual([]);
});

test.for([
  [`chart(frame).line({ x: "|" })`, ["date", "temp_c"]],
  [`chart(frame).line({ x: { field: "|" } })`, ["date", "temp_c"]],
  [`chart(frame).point({ |`, ["x", "y", "color", "tooltip"]],
  [`chart(frame).|`, ["line", "histogram", "concat"]],
  [`chart({ data: frame, mark: "|" })`, ["line", "bar", "boxplot"]],
  [`chart({ data: frame, mark: "line", encoding: { x: { field: "|" } } })`, ["date", "temp_c"]],
  [`chart({ data: frame, mark: "line", encoding: { x: { | } } })`, ["field", "timeUnit", "scale"]],
  [`chart(frame).line({ x: "date" }, { | })`, ["strokeWidth", "interpolate"]],
] as const)("%s is completed", async ([code, expected]) => {
  expect((await notebook.complete(code)).texts).toEqual(expect.arrayContaining([...expected]));
});
