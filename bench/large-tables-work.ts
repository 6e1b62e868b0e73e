import { join } from "node:path";
import { peakMiB, timed } from "./measure.ts";
import { FILES } from "./synthetic.ts";

const [tool, folder] = process.argv.slice(2);
if (folder === undefined) throw new Error("usage: large-tables-work.js tsnb|danfo FOLDER");

const files = { benchmark: join(folder, FILES.benchmark), validation: join(folder, FILES.validation) };
// Only the measured tool is loaded, so that the memory of the other is not counted.
const work =
  tool === "danfo"
    ? await import("./danfo-lesson.ts").then(
        ({ danfoData }) =>
          async () =>
            (await danfoData(files, "infer")).index.length,
      )
    : await import("tsnb/lesson").then(
        ({ getData }) =>
          async () =>
            (await getData("infer", { results: folder })).height,
      );
let rows = 0;
const milliseconds = await timed(async () => {
  rows = await work();
});
process.stdout.write(JSON.stringify({ milliseconds, rows, peakMiB: peakMiB() }));
