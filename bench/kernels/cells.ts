/** The cells of a notebook that uses the types of Polars and Vega-Lite. */

/** The notebook's first cell. tslab resolves the module with Vega-Lite's types under another name. */
export function firstCell(vegaLite: string): string {
  return `import pl from "nodejs-polars";
import type { TopLevelSpec } from "${vegaLite}";
const df = pl.DataFrame({ a: [1, 2, 3], b: ["x", "y", "z"], c: [1.5, 2.5, 3.5] });
let rows0: object[] = [];`;
}

/** A cell of twenty lines that builds on the cell before; each edit changes its code but not its names. */
export function twentyLines(count: number, edit = 0): string {
  return `const picked${count} = df.filter(pl.col("a").gt(${count % 3})).select("a", "b");
const grouped${count} = df.groupBy("b").agg(pl.col("a").mean().alias("mean"), pl.col("c").max());
const rows${count} = picked${count}.toRecords();
function describe${count}(name: string, rows: { a: number }[]): string {
  const sum = rows.reduce((total, row) => total + row.a, 0);
  return \`\${name}: \${sum} over \${rows.length}\`;
}
const spec${count}: TopLevelSpec = {
  data: { values: df.toRecords() },
  mark: { type: "circle", tooltip: true },
  encoding: {
    x: { field: "a", type: "quantitative", scale: { type: "log" }, title: "samples per second" },
    y: { field: "c", type: "quantitative" },
    color: { field: "b", type: "nominal" },
    size: { field: "a", type: "quantitative" },
  },
  width: ${600 + edit} + grouped${count}.height,
};
const line${count} = describe${count}("rows", [{ a: rows${count - 1}.length }]);
line${count};`;
}

/** A cell that is being typed after `count` cells, up to a position with completions. */
export function draft(count: number, variant: number): string {
  const endings = [
    `spec${count - 1}.`,
    `picked${count - 1}.`,
    `rows${count - 1}.ma`,
    'pl.col("a").',
    'const chart: TopLevelSpec = { data: { values: [] }, mark: { type: "',
    "grou",
  ];
  return `${twentyLines(count)}\n${endings[variant % endings.length]}`;
}
