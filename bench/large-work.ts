import { join } from "node:path";
import { getData } from "tsnb/lesson";
import { danfoData } from "./danfo-lesson.ts";
import { timed } from "./measure.ts";
import { FILES } from "./synthetic.ts";

const [tool, folder] = process.argv.slice(2);
if (folder === undefined) throw new Error("usage: large-work.js tsnb|danfo FOLDER");

const files = { benchmark: join(folder, FILES.benchmark), validation: join(folder, FILES.validation) };
let rows = 0;
const milliseconds = await timed(async () => {
  rows =
    tool === "danfo"
      ? (await danfoData(files, "infer")).index.length
      : (await getData("infer", { results: folder })).height;
});
process.stdout.write(JSON.stringify({ milliseconds, rows, peakMiB: process.resourceUsage().maxRSS / 1024 }));
