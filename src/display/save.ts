import { appendFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { nearestFolder } from "../util/nearest-folder.ts";
import { writeAtomic } from "../util/write-atomic.ts";
import { ChartNameError } from "./errors/chart-name-error.ts";
import { chartPage } from "./page/chart-page.ts";
import { rasterize } from "./picture/png.ts";
import { drawChart } from "./picture/svg.ts";
import { specJson, titleOf } from "./spec.ts";

const PNG_SCALE = 2;
const LONGEST_NAME = 100;
const FORBIDDEN = /[/\\<>:"|?*\p{Cc}]/u;
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/**
 * Saves a chart as four files: `<name>.html` (interactive, complete in itself), `<name>.svg`,
 * `<name>.png` (2 pixels for each CSS pixel) and `<name>.vl.json` (the spec). Each is written whole or
 * not at all; nothing is written when the chart cannot be drawn.
 *
 * @param options.name the files' name without an ending; no path.
 * @param options.dir the folder, made if missing. Default: the environment variable `TSNB_CHARTS`, else
 *   `out/charts` in the nearest folder upward that has a package.json.
 * @returns the paths of the files.
 * @throws {ChartError} when the chart cannot be drawn.
 * @throws {ChartNameError} when the name is no file name.
 * @throws {WriteError} when a file cannot be written.
 *
 * @example
 * await save({ data: { values: [{ x: 1 }] }, mark: "point", encoding: { x: { field: "x" } } }, { name: "one-point" });
 */
export async function save(chart: object, options: { dir?: string; name: string }): Promise<string[]> {
  const base = join(options.dir ?? chartsDir(process.env, process.cwd()), fileName(options.name));
  const spec = specJson(chart);
  const { svg } = await drawChart(spec);
  const files: [string, string | Uint8Array][] = [
    [`${base}.html`, chartPage({ title: titleOf(spec) || options.name, charts: [{ title: "", spec }] })],
    [`${base}.svg`, svg],
    [`${base}.png`, await rasterize(svg, PNG_SCALE)],
    [`${base}.vl.json`, `${JSON.stringify(spec, undefined, 2)}\n`],
  ];
  await Promise.all(files.map(([file, data]) => writeAtomic(file, data)));
  const { TSNB_SAVED: list } = process.env;
  if (list) await appendFile(list, files.map(([file]) => `${file}\n`).join(""));
  return files.map(([file]) => file);
}

/** The default folder of saved charts: see `save`. */
export function chartsDir(env: NodeJS.ProcessEnv, from: string): string {
  const set = env["TSNB_CHARTS"];
  return set === undefined || set === ""
    ? join(nearestFolder(from, "package.json") ?? resolve(from), "out", "charts")
    : resolve(from, set);
}

function fileName(name: string): string {
  const fault = faultOf(name);
  if (fault !== undefined) {
    throw new ChartNameError(name, fault);
  }
  return name;
}

function faultOf(name: unknown): string | undefined {
  if (typeof name !== "string") return "options.name is no text";
  if (name.trim() === "" || name.length > LONGEST_NAME) {
    return name.length > LONGEST_NAME ? `it has ${name.length} characters` : "it is empty";
  }
  const character = FORBIDDEN.exec(name)?.[0];
  if (character !== undefined) {
    return `it has the character ${JSON.stringify(character)}`;
  }
  if (/^\.|[. ]$/.test(name)) {
    return "it starts with a dot, or ends with a dot or a space";
  }
  return DEVICE.test(name) ? "Windows keeps that name for a device" : undefined;
}
