import { statSync } from "node:fs";
import { runNotebooks } from "tsnb/run";
import { peakMiB, timed } from "./measure.ts";

const [file, folder] = process.argv.slice(2);
if (file === undefined || folder === undefined) throw new Error("usage: large-notebooks-work.js NOTEBOOK FOLDER");

let megabytes = 0;
const milliseconds = await timed(async () => {
  const { notebooks } = await runNotebooks([file], { out: folder, outputBytes: 0, outputCount: 0, timeout: 0 });
  const [result] = notebooks;
  if (result?.status !== "passed") throw new Error(result?.error?.message ?? "it did not run");
  megabytes = statSync(result.target).size / 1e6;
});
process.stdout.write(JSON.stringify({ milliseconds, peakMiB: peakMiB(), megabytes }));
