import { execFile } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { danfoWork } from "./danfo-lesson.ts";
import { digits, inTurn, markdown, median, plainEnvironment, timed } from "./measure.ts";
import { tsnbWork } from "./tsnb-lesson.ts";

const worker = join(dirname(fileURLToPath(import.meta.url)), "lesson-work.js");

/**
 * getData for both parts and the seven chart specs of the lesson, compared with the same work in Danfo: as a script of
 * its own, from the start of its process (beside a script that does nothing, to show Node's own start), and repeatedly
 * in one warm process. The data is the bundled tables or, if `TIMM_RESULTS` names a results folder, timm's own.
 */
export async function benchLesson(folder: string, rounds: number): Promise<string> {
  const scripts = await inTurn(rounds, {
    tsnb: () => script("tsnb", folder),
    danfo: () => script("danfo", folder),
    "an empty script": () => script("nothing", folder),
  });
  const warm = {
    tsnb: () => timed(() => tsnbWork()),
    danfo: () => timed(() => danfoWork(folder)),
  };
  await inTurn(10, warm);
  const again = await inTurn(6 * rounds, warm);
  return `${compared("as a script", scripts)}\n\n${overhead(scripts)}\n\n${compared("in a warm process", again)}`;
}

async function script(tool: string, folder: string): Promise<number> {
  const { stdout } = await promisify(execFile)(process.execPath, [worker, tool, folder], { env: plainEnvironment() });
  const { milliseconds } = JSON.parse(stdout.split("\n").at(-1) ?? "");
  return Number(milliseconds);
}

function overhead(figures: Record<string, number[]>): string {
  const [ours, danfo, nothing] = ["tsnb", "danfo", "an empty script"].map((name) => median(figures[name] ?? []));
  const beyond = (time = Number.NaN) => time - (nothing ?? Number.NaN);
  return `Without Node's own start: tsnb ${digits(beyond(ours))} ms, danfo ${digits(beyond(danfo))} ms, ${digits(beyond(danfo) / beyond(ours))} x.`;
}

function compared(how: string, figures: Record<string, number[]>): string {
  const ours = median(figures["tsnb"] ?? []);
  const rows = Object.entries(figures).map(([name, times]) => [
    name,
    digits(median(times)),
    digits(Math.min(...times)),
    digits(Math.max(...times)),
    `${digits(median(times) / ours)} x`,
  ]);
  return markdown([`getData + 7 chart specs, ${how}`, "median ms", "min", "max", "to tsnb"], rows);
}
