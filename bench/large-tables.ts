import { execFile } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { digits, inTurn, markdown, median } from "./measure.ts";
import { writeSyntheticResults } from "./synthetic.ts";

type Figure = { milliseconds: number; rows: number; peakMiB: number };

const run = promisify(execFile);
const here = dirname(fileURLToPath(import.meta.url));
const ROWS = 1_000_000;

/**
 * getData on two tables of a million rows, each run in its own process: milliseconds for the work alone, and the
 * process's peak memory in MiB. Danfo gets one attempt of at most `danfoSeconds`.
 */
export async function benchLargeTables(scratch: string, rounds: number, danfoSeconds: number): Promise<string> {
  const folder = join(scratch, "synthetic");
  await writeSyntheticResults(folder, ROWS);
  const worker = join(here, "large-tables-work.js");
  const python = await pythonWithPandas();
  const script = join(here, "..", "..", "bench", "pandas_work.py");
  const figures = await inTurn(rounds, {
    tsnb: () => figureOf(process.execPath, [worker, "tsnb", folder]),
    ...(python === undefined ? {} : { pandas: () => figureOf(python, [script, folder]) }),
  });
  const rows = Object.entries(figures).map(([name, each]) => [
    name,
    digits(median(each.map(({ milliseconds }) => milliseconds))),
    digits(median(each.map(({ peakMiB }) => peakMiB))),
    String(each[0]?.rows),
  ]);
  rows.push(["danfo", ...(await danfoFigures(worker, folder, danfoSeconds))]);
  const missing = python === undefined ? "\n\nNo python3 with pandas was found; set TSNB_BENCH_PYTHON to one." : "";
  return markdown(["getData, 1 M rows", "median ms", "median peak MiB", "rows out"], rows) + missing;
}

async function danfoFigures(worker: string, folder: string, seconds: number): Promise<string[]> {
  try {
    const args = ["--max-old-space-size=16000", worker, "danfo", folder];
    const { milliseconds, peakMiB, rows } = await figureOf(process.execPath, args, seconds * 1000);
    return [digits(milliseconds), digits(peakMiB), String(rows)];
  } catch (thrown) {
    const stopped = thrown instanceof Error && "killed" in thrown && thrown.killed === true;
    return [stopped ? `not done in ${seconds} s` : "failed", "", ""];
  }
}

async function figureOf(program: string, args: string[], timeout = 0): Promise<Figure> {
  const { stdout } = await run(program, args, { timeout });
  const last = stdout.trim().split("\n").at(-1) ?? "";
  const { milliseconds, rows, peakMiB } = JSON.parse(last);
  return { milliseconds: Number(milliseconds), rows: Number(rows), peakMiB: Number(peakMiB) };
}

async function pythonWithPandas(): Promise<string | undefined> {
  const candidate = process.env["TSNB_BENCH_PYTHON"] ?? "python3";
  try {
    await run(candidate, ["-c", "import pandas"]);
    return candidate;
  } catch {
    // Python is optional: the table shows that it is missing.
    return undefined;
  }
}
