import { execFile } from "node:child_process";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { digits, markdown, median } from "./measure.ts";

type Cell = Readonly<Record<string, unknown>>;
type Figure = { readonly milliseconds: number; readonly peakMiB: number; readonly megabytes: number };

const run = promisify(execFile);
const worker = join(dirname(fileURLToPath(import.meta.url)), "large-notebooks-work.js");
const SHARES = [0.25, 0.5, 1];

function code(source: string, fields: Cell = {}): Cell {
  return { cell_type: "code", source, metadata: {}, outputs: [], execution_count: null, ...fields };
}

/** Cells that are not run, each with an output. */
function kept(count: number, output: object): readonly Cell[] {
  const skipped = { metadata: { tags: ["skip-execution"] }, outputs: [output] };
  return [code("1"), ...Array.from({ length: count }, () => code("1", skipped))];
}

const LINES = Array.from(
  { length: 1000 },
  (_, line) => `epoch ${line}, loss 0.25, 1.0 of the way, and so on up to ninety characters\n`,
);
const ROWS = Array.from({ length: 1300 }, (_, x) => ({ x, y: x / 7, name: `item ${x}` }));

/** Notebooks by what makes them large: functions from a share of the full size to the cells. */
const KINDS: Readonly<Record<string, (share: number) => readonly Cell[]>> = {
  "10,000 displays in a cell": (share) => [
    code(`import { display } from "tsnb/display"; for (let i = 0; i < ${10_000 * share}; i++) display({ row: i });`),
  ],
  "100,000 states of a progress bar": (share) => [
    code(
      `for (let i = 0; i < ${100_000 * share}; i++) process.stdout.write("\\r" + i + " done" + (i % 10 ? "" : "\\n"));`,
    ),
  ],
  "a stream of 200 MB": (share) => [
    code(
      `const lines = ("x".repeat(99) + "\\n").repeat(10_000); for (let i = 0; i < ${200 * share}; i++) process.stdout.write(lines);`,
    ),
  ],
  "a notebook of 100 MB of lines": (share) =>
    kept(1400 * share, { output_type: "stream", name: "stdout", text: LINES }),
  "a notebook of 100 MB of charts": (share) =>
    kept(1100 * share, {
      output_type: "display_data",
      metadata: {},
      data: { "application/vnd.vegalite.v6+json": { mark: "bar", data: { values: ROWS } } },
    }),
};

/** The time and the runner's peak memory (without its kernel) for large notebooks, each run in its own process. */
export async function benchLargeNotebooks(scratch: string, rounds: number): Promise<string> {
  const rows: string[][] = [];
  for (const [name, cellsFor] of Object.entries(KINDS)) {
    const row = [name];
    for (const share of SHARES) {
      const figures: Figure[] = [];
      for (let round = 0; round < rounds; round++) figures.push(await figureOf(scratch, cellsFor(share)));
      const [megabytes = 0] = figures.map((figure) => figure.megabytes);
      const seconds = median(figures.map(({ milliseconds }) => milliseconds)) / 1000;
      row.push(
        `${digits(seconds)} s, ${digits(median(figures.map((figure) => figure.peakMiB)))} MiB, ${digits(megabytes)} MB`,
      );
    }
    rows.push(row);
  }
  return markdown(["tsnb run: time, peak memory, file", "a quarter", "half", "whole"], rows);
}

async function figureOf(scratch: string, cells: readonly Cell[]): Promise<Figure> {
  const folder = join(scratch, "large-notebooks");
  await mkdir(folder, { recursive: true });
  const file = join(folder, "large.ipynb");
  const metadata = { kernelspec: { name: "tsnb", display_name: "TypeScript" } };
  const numbered = cells.map((cell, index) => ({ id: `c${index}`, ...cell }));
  await writeFile(file, JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata, cells: numbered }, null, 1));
  try {
    const { stdout } = await run(process.execPath, [worker, file, join(folder, "out")]);
    const { milliseconds, peakMiB, megabytes } = JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
    return { milliseconds: Number(milliseconds), peakMiB: Number(peakMiB), megabytes: Number(megabytes) };
  } finally {
    await rm(folder, { recursive: true });
  }
}
