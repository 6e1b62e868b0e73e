import { appendFile } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { inspect } from "node:util";
import { nearestFolder } from "../util/files/nearest-folder.ts";
import { writeAtomic } from "../util/files/write-atomic.ts";
import { ChartFormatError } from "./errors/chart-format-error.ts";
import { ChartNameError } from "./errors/chart-name-error.ts";
import { chartPage } from "./page/chart-page.ts";
import { drawnPng } from "./picture/png.ts";
import { drawChart } from "./picture/svg.ts";
import { specJson, chartTitle } from "./spec/vega-lite-spec.ts";
import { slashed } from "../util/files/slashed.ts";

const FORMATS = ["html", "svg", "png", "json"] as const;
const PNG_SCALE = 2;
const LONGEST_NAME = 100;
const FORBIDDEN = /[/\\<>:"|?*\p{Cc}]/u;
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/** A format of a saved chart: an interactive page, a picture, or the spec. */
export type ChartFormat = "html" | "svg" | "png" | "json";

/** The folder and name of a saved chart. */
export type SaveOptions = {
  /** The name of the files, without a folder. With an extension, such as `weather.png`, only that file is written. */
  readonly name: string;
  /**
   * The folder, created if missing. Default: the environment variable `TSNB_CHARTS`, else `out/charts` in the nearest
   * folder, going up from the working directory, that has a package.json.
   */
  readonly dir?: string;
  /** The files to write; by default all four. */
  readonly formats?: readonly ChartFormat[];
  /** Pixels of the PNG for each CSS pixel; default 2. */
  readonly scale?: number;
};

/**
 * Saves a chart: `<name>.html` (interactive, self-contained), `<name>.svg`, `<name>.png` and `<name>.vl.json`
 * (the spec). Each file is written completely or not at all; no file is written when the chart cannot be drawn.
 *
 * @returns the paths of the files; a notebook or console shows them as one line.
 * @throws {ChartError} when the chart cannot be drawn.
 * @throws {ChartNameError} when the name is not a valid file name.
 * @throws {ChartFormatError} when there is no such format.
 * @throws {WriteError} when a file cannot be written.
 *
 * @example
 * const point = chart([{ x: 1 }]).point({ x: "x" });
 * await save(point, { name: "one-point.png", scale: 1 });
 * await save(point, { name: "one-point", formats: ["html", "svg"] });
 */
export async function save(chart: object, options: SaveOptions): Promise<string[]> {
  const folder = options.dir ?? chartsDir(process.env, process.cwd());
  const wanted = filesOf(fileName(options.name), options.formats);
  const spec = specJson(chart);
  const drawing = await drawChart(spec);
  const contents: Record<ChartFormat, () => string | Uint8Array | Promise<Uint8Array>> = {
    html: () => chartPage({ title: chartTitle(spec) || options.name, charts: [{ title: "", spec }] }),
    svg: () => drawing.svg,
    png: () => drawnPng(drawing, options.scale ?? PNG_SCALE, chartTitle(spec)),
    json: () => `${JSON.stringify(spec, undefined, 2)}\n`,
  };
  const files = await Promise.all(
    wanted.map(async ([name, format]) => [join(folder, name), await contents[format]()] as const),
  );
  await Promise.all(files.map(([file, data]) => writeAtomic(file, data)));
  const { TSNB_SAVED: list } = process.env;
  if (list) await appendFile(list, files.map(([file]) => `${file}\n`).join(""));
  return saidInOneLine(files.map(([file]) => file));
}

/** The names of the files, and the format of each. */
function filesOf(name: string, formats: readonly ChartFormat[] | undefined): [name: string, ChartFormat][] {
  if (formats !== undefined && !(Array.isArray(formats) && formats.length > 0)) {
    throw new ChartFormatError(
      name,
      `options.formats is ${JSON.stringify(formats)}`,
      'Give a list such as ["png", "svg"]',
    );
  }
  const unknown = formats?.find((format) => !isFormat(format));
  const [, base = name, ending = ""] = /^(.+?)\.(html|svg|png|(?:vl\.)?json|jpe?g|gif|webp|pdf)$/i.exec(name) ?? [];
  const own = ending.toLowerCase().replace("vl.", "");
  if (unknown !== undefined || (own !== "" && !isFormat(own))) throw unknownFormat(name, unknown ?? own);
  if (formats === undefined && isFormat(own)) return [[name, own]];
  return (formats ?? FORMATS).map((format) => [`${base}.${format === "json" ? "vl.json" : format}`, format]);
}

function unknownFormat(name: string, format: string): ChartFormatError {
  return new ChartFormatError(name, `charts cannot be saved as "${format}"`, "Use html, svg, png or json");
}

function isFormat(format: string): format is ChartFormat {
  return FORMATS.some((known) => known === format);
}

/** Prints as one line of paths relative to the working directory, so that a notebook is the same on every machine. */
function saidInOneLine(files: string[]): string[] {
  const said = files.map((file) => slashed(relative(process.cwd(), file)) || file);
  return Object.defineProperty(files, inspect.custom, { value: () => `Wrote ${said.join(", ")}` });
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
  if (typeof name !== "string") return "options.name is not a string";
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
  return DEVICE.test(name) ? "Windows reserves that name for a device" : undefined;
}
