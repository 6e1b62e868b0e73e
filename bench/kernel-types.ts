import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { createTypeService } from "../src/kernel/types/service.ts";
import type { TypedCell } from "../src/kernel/types/service-interface.ts";

// A notebook of many cells of 20 lines that use the types of Polars and Vega-Lite: how long checking,
// completing and inspecting take, and what memory the compiler uses.

const CELLS = Number(process.argv[2] ?? 200);
const FOLDER = resolve(process.argv[3] ?? "assets");

const service = createTypeService({ directory: FOLDER, onTrouble: (text) => process.stderr.write(`${text}\n`) });
const starting = performance.now();
await service.ready;
const startMs = performance.now() - starting;

const checks: number[] = [];
const trivial: number[] = [];
const completions: number[] = [];
const inspections: number[] = [];
const besideChecks: number[] = [];
const memory: number[] = [];
let found = 0;

await run(0, firstCell());
for (let count = 1; count < CELLS; count++) {
  checks.push(await run(count, cell(count)));
  const code = `${cell(count + 1)}\nspec${count}.`;
  const proposals = await timed(completions, () => service.complete(code, code.length));
  if (!proposals || proposals.items.length === 0) throw new Error(`no proposals after ${count} cells`);
  await timed(inspections, () => service.inspect(`rows${count}`, 3, 0));
  await timed(trivial, () => service.check(typedCell(count, `${count} + 1`)));
  const busy = service.check(typedCell(count, cell(count)));
  await timed(besideChecks, () => service.complete(`${code.slice(0, -1)}.e`, code.length + 1));
  await busy;
  memory.push(compilerMegabytes());
}
process.stdout.write(`${CELLS} cells, ${availableParallelism()} cores, Node ${process.version}, TypeScript ${service.version()}
start                        ${startMs.toFixed(0)} ms
check, 20 lines              ${shown(checks)}
check, 20 lines, last 20     ${shown(checks.slice(-20))}
check, one line              ${shown(trivial)}
completion                   ${shown(completions)}
completion beside a check    ${shown(besideChecks)}
inspection                   ${shown(inspections)}
compiler's memory            ${memory[Math.min(9, memory.length - 1)]} MB after 10 cells, ${memory.at(-1)} MB at the end
complaints                   ${found}
`);
await service.dispose();

async function run(count: number, code: string): Promise<number> {
  const started = performance.now();
  const complaints = await service.check(typedCell(count, code));
  const ms = performance.now() - started;
  found += complaints.length;
  for (const { rendered } of complaints) process.stderr.write(`${rendered}\n`);
  service.accept(typedCell(count, code));
  return ms;
}

function typedCell(count: number, code: string): TypedCell {
  return { id: count + 1, code, executionCount: count + 1 };
}

async function timed<T>(times: number[], work: () => Promise<T>): Promise<T> {
  const started = performance.now();
  const result = await work();
  times.push(performance.now() - started);
  return result;
}

function shown(times: readonly number[]): string {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (part: number) => (sorted[Math.floor(sorted.length * part)] ?? 0).toFixed(1).padStart(6);
  return `median ${at(0.5)} ms, 95th percentile ${at(0.95)} ms`;
}

/** The memory of the compiler, this process's child; where it cannot be read, 0. */
function compilerMegabytes(): number {
  try {
    const [child] = readFileSync(`/proc/self/task/${process.pid}/children`, "utf8").split(" ");
    const rss = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child}/status`, "utf8"));
    return Math.round(Number(rss?.[1] ?? 0) / 1024);
  } catch {
    return 0;
  }
}

function firstCell(): string {
  return `import pl from "nodejs-polars";
import type { TopLevelSpec } from "vega-lite";
const df = pl.DataFrame({ a: [1, 2, 3], b: ["x", "y", "z"], c: [1.5, 2.5, 3.5] });
let rows0: object[] = [];`;
}

function cell(count: number): string {
  return `const picked${count} = df.filter(pl.col("a").gt(${count})).select("a", "b");
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
  width: 600,
};
describe${count}("rows", [{ a: rows${count - 1}.length }]);
spec${count};`;
}
