import { runNotebooks } from "tsnb/run";
import { peakMiB } from "./measure.ts";

// Run in its own process, so that the time and memory are the runner's and not the benchmark's.
const [out, ...paths] = process.argv.slice(2);
if (out === undefined) throw new Error("usage: start-work.js OUT NOTEBOOK...");

const { notebooks, ok } = await runNotebooks(paths, { out });
if (!ok) throw new Error(notebooks.map(({ label, error }) => `${label}: ${error?.message ?? "passed"}`).join("\n"));
const total = (of: (result: (typeof notebooks)[number]) => number) =>
  notebooks.reduce((sum, result) => sum + of(result), 0);
process.stdout.write(
  JSON.stringify({
    wall: performance.now() / 1000,
    start: total(({ startSeconds }) => startSeconds),
    cells: total(({ cellSeconds }) => cellSeconds),
    peakMiB: peakMiB(),
  }),
);
