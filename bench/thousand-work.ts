import { runNotebooks } from "tsnb/run";
import { median, peakMiB, quantile } from "./measure.ts";
import { printedBy, waitOf } from "./thousand/kernel-script.ts";

const [url, folder, out, jobs, outputBytes] = process.argv.slice(2);
if (url === undefined || folder === undefined || out === undefined)
  throw new Error("usage: thousand-work.js URL FOLDER OUT JOBS BYTES");

/** The memory in use, without garbage, when all kernels that run at once have started. */
let heldMiB = Number.NaN;
let begun = 0;
const ends = new Map<string, number>();
const began = performance.now();
const { notebooks } = await runNotebooks([folder], {
  server: [url],
  token: "scripted",
  out,
  jobs: Number(jobs),
  outputBytes: Number(outputBytes),
  timeout: 0,
  onEvent: (event) => {
    if (event.type === "cell-started" && event.cell.index === 0 && ++begun === Number(jobs)) heldMiB = usedMiB();
    if (event.type === "notebook-finished") ends.set(event.label, (ends.get(event.label) ?? 0) + 1);
  },
});
const seconds = (performance.now() - began) / 1000;
const { user, system } = process.cpuUsage();

const cells = notebooks.flatMap((notebook) => notebook.cells);
const late = cells.flatMap(({ source, seconds: took }) => {
  const wait = waitOf(source);
  return wait === undefined ? [] : [took * 1000 - wait];
});
const wrong = cells.filter(({ source, outputs }) => {
  const said = outputs.flatMap((output) =>
    output.output_type === "stream" && output.name === "stdout" ? output.text : [],
  );
  return !said.join("").startsWith(printedBy(source)) || outputs.length > 2;
});
const figures = {
  seconds,
  cpuSeconds: (user + system) / 1e6,
  peakMiB: peakMiB(),
  heldMiB,
  lateMs: median(late),
  lateMs95: quantile(late, 0.95),
  passed: notebooks.filter(({ status, label }) => status === "passed" && ends.get(label) === 1).length,
  wrong: wrong.length,
};
process.stdout.write(JSON.stringify(figures));

function usedMiB(): number {
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 2 ** 20;
}
